import { Children } from "react";

const breakHere = <wbr />;

/**
 * A host, name, path, or email address that may break after its dots, dashes, slashes, and `@`; within a word only if nothing else
 * helps.
 */
export function Breakable({ text }: { text: string }) {
  return (
    <span className="wrap-anywhere">
      {Children.toArray(text.split(/(?<=[./@-])/).flatMap((part) => [breakHere, part])).slice(1)}
    </span>
  );
}

/** Labels or metadata as `key = value`, or a dash. */
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
