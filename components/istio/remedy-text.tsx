import { CopyLine } from "@/components/ui/copy-button";

/** What to do, in words; a command in it, which begins with kubectl or istioctl, can be copied. */
export function RemedyText({ remedy }: { remedy: string }) {
  const at = remedy.search(/\b(kubectl|istioctl) /);
  if (at < 0) return <p className="text-pretty break-words text-muted">{remedy}</p>;
  const words = remedy.slice(0, at).trim();
  return (
    <div className="text-muted">
      {words ? <p className="text-pretty">{words}</p> : null}
      <CopyLine text={remedy.slice(at).replace(/[.]$/, "")} />
    </div>
  );
}
