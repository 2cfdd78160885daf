import { StatusIcon } from "@/components/ui/badge";
import type { ImportedDocumentView } from "@/lib/api/import";

/** What is wrong with a document, with line and column; and what the API server says of it. */
export function ImportProblems({ document: { problems, refusals } }: { document: ImportedDocumentView }) {
  if (problems.length === 0 && refusals.length === 0) return null;
  return (
    <ul className="grid gap-1.5 text-sm">
      {problems.map(({ severity, path, message, line, column }) => (
        <li key={`${line}:${column} ${path.join(".")} ${message}`} className="flex gap-2">
          <StatusIcon state={severity === "error" ? "failed" : "waiting"} decorative className="mt-0.5" />
          <span className="min-w-0 break-words">
            <span className="sr-only">{severity}: </span>
            {message}{" "}
            <span className="whitespace-nowrap text-subtle text-xs">
              line {line}, column {column}
            </span>
          </span>
        </li>
      ))}
      {refusals.map(({ path, message, manager }) => (
        <li key={`${path.join(".")} ${message}`} className="flex gap-2">
          <StatusIcon state="blocked" decorative className="mt-0.5" />
          <span className="min-w-0 break-words">
            {message} {path.length > 0 ? <span className="font-mono text-xs">{path.join(".")}</span> : null}
            {manager && !message.includes(manager) ? (
              <span className="text-muted"> (owned by {manager})</span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
