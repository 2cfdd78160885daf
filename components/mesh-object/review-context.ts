"use client";
import { createContext, useContext } from "react";
import type { Review } from "@/lib/api/mesh-object";

/** The server's last review of the form around. */
export const ReviewContext = createContext<Review | null>(null);

export interface FieldNote {
  severity: "error" | "warning" | "info";
  message: string;
}

/** What the review says of exactly this field, a dotted path of the form. */
export function useFieldNotes(name: string): FieldNote[] {
  const review = useContext(ReviewContext);
  if (!review) return [];
  return review.findings
    .filter(({ formPath }) => formPath.length > 0 && formPath.join(".") === name)
    .map(({ severity, message, remedy }) => ({
      severity,
      message: `${sentence(message)} ${sentence(remedy)}`,
    }));
}

/** Findings end without a full stop, as headings do; two of them in a row are sentences. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
