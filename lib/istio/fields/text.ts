import { z } from "zod";

/** A trimmed string checked by `problem`, whose answer becomes the message of the field. */
export function checkedText(problem: (text: string) => string | null) {
  return z
    .string()
    .trim()
    .superRefine((text, context) => {
      const message = problem(text);
      if (message) context.addIssue({ code: "custom", message });
    });
}

/** A trimmed string in small letters, as DNS compares names, checked by `problem`. */
export function checkedDnsText(problem: (text: string) => string | null) {
  return z
    .string()
    .trim()
    .toLowerCase()
    .superRefine((text, context) => {
      const message = problem(text);
      if (message) context.addIssue({ code: "custom", message });
    });
}
