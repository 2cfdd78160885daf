import { Callout } from "@/components/ui/callout";
import { type MalformedPart, securedHostsAnnotation } from "@/lib/gateway/secured-hosts";

/** Parts of the annotation that nobody can walk, each with the reason. */
export function MalformedCallout({ parts }: { parts: readonly MalformedPart[] }) {
  if (parts.length === 0) return null;
  const code = "rounded-sm bg-surface px-1 font-mono text-[0.8125rem] wrap-anywhere";
  return (
    <Callout
      tone="blocked"
      title={
        parts.length === 1
          ? "One Secured Host cannot be used"
          : `${parts.length} Secured Hosts cannot be used`
      }
    >
      <p>
        The annotation <code className={code}>{securedHostsAnnotation}</code> lists{" "}
        {parts.length === 1 ? "a part that Lamia leaves out" : "parts that Lamia leaves out"}; the others are
        walked as usual.
      </p>
      <ul className="mt-1 list-disc space-y-1 pl-5">
        {parts.map(({ part, reason }) => (
          <li key={part}>
            <code className={code}>{part}</code> – {reason}.
          </li>
        ))}
      </ul>
    </Callout>
  );
}
