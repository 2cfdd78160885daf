"use client";
import { type FieldErrors, get, useFormContext, useFormState } from "react-hook-form";

/** The message of one field; of a list's own, not of its entries, where the field is a list. */
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
