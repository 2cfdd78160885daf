import { Badge } from "@/components/ui/badge";

/** Labels or metadata as `key = value`; a dash for none. */
export function KeyValues({ pairs }: { pairs: Readonly<Record<string, string>> }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return "—";
  return (
    <ul className="flex flex-wrap gap-1">
      {entries.map(([key, value]) => (
        <li key={key} className="min-w-0 max-w-full">
          <Badge className="font-mono">
            {key}={value}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
