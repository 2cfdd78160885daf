import { Breakable } from "@/components/ui/breakable";

/** Labels or metadata as `key = value`; a dash for none. */
export function KeyValues({ pairs }: { pairs: Readonly<Record<string, string>> }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return "—";
  return (
    <ul className="flex flex-wrap gap-1">
      {entries.map(([key, value]) => (
        <li key={key} className="min-w-0 max-w-full">
          <span className="inline-block rounded-md bg-sunken px-1.5 py-0.5 font-mono text-muted text-xs">
            <Breakable text={`${key}=${value}`} />
          </span>
        </li>
      ))}
    </ul>
  );
}
