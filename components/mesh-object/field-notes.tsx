"use client";
import { useFieldNotes } from "./review-context";
import { SeverityIcon } from "./severity-icon";

/** What the checks say of one field, below it. Nothing else of the form depends on it. */
export function FieldNotes({ name }: { name: string }) {
  const notes = useFieldNotes(name);
  if (notes.length === 0) return null;
  return (
    <ul className="grid gap-1" aria-label="Findings">
      {notes.map(({ severity, message }) => (
        <li key={message} className="flex items-start gap-1 text-pretty text-muted text-xs">
          <SeverityIcon severity={severity} className="mt-px size-3.5" />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}
