import type { FindingView } from "@/lib/api/finding";

/** What findings of a severity are called, alone and in number. */
export const severityWords = {
  error: { one: "error", many: "Errors" },
  warning: { one: "warning", many: "Warnings" },
  info: { one: "note", many: "Worth knowing" },
} as const satisfies Record<FindingView["severity"], { one: string; many: string }>;

/** The worst first; from this table, not from the API's schemas, which no page should have to load. */
export const severityOrder = Object.keys(severityWords) as FindingView["severity"][];
