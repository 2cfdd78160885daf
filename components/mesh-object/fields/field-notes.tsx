"use client";
import { createContext, useContext } from "react";
import { type FieldErrors, get, useFormContext, useFormState } from "react-hook-form";
import { SeverityIcon } from "@/components/mesh-object/findings";
import { texts } from "@/components/mesh-object/texts";
import type { Review } from "@/lib/api/mesh-object";

/** The server's latest review of the surrounding form. */
export const ReviewContext = createContext<Review | null>(null);

export interface FieldNote {
  severity: "error" | "warning" | "info";
  message: string;
}

/** The review's remarks on exactly this field, a dotted path of the form. */
export function useFieldNotes(name: string): FieldNote[] {
  const review = useContext(ReviewContext);
  if (!review) return [];
  const isHere = (path: readonly (string | number)[]) => path.length > 0 && path.join(".") === name;
  return [
    ...review.problems
      .filter(({ path }) => isHere(path))
      .map(({ message }) => ({ severity: "error" as const, message })),
    ...review.findings
      .filter(({ formPath }) => isHere(formPath))
      .map(({ severity, message, remedy }) => ({
        severity,
        message: `${message} ${remedy}`,
      })),
  ];
}

/** The checks' findings about one field, below it. Nothing else in the form depends on it. */
export function FieldNotes({ name }: { name: string }) {
  const notes = useFieldNotes(name);
  if (notes.length === 0) return null;
  return (
    <ul className="grid gap-1" aria-label={texts.findings}>
      {notes.map(({ severity, message }) => (
        <li key={message} className="flex items-start gap-1 text-pretty text-muted text-xs">
          <SeverityIcon severity={severity} className="mt-px size-3.5" />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}

/** The error of one field; of a list itself, not of its entries. */
export function useFieldError(name: string): string | undefined {
  const { control } = useFormContext();
  const { errors } = useFormState({ control });
  return messageAt(errors, name);
}

/** The same from the errors of the whole form. */
export function messageAt(errors: FieldErrors, name: string): string | undefined {
  const error = get(errors, name) as { message?: unknown; root?: { message?: unknown } } | undefined;
  const message = error?.root?.message ?? error?.message;
  return typeof message === "string" ? message : undefined;
}
