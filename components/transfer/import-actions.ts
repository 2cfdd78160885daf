import type { ImportAnswer, ImportedDocumentView } from "@/lib/api/import";

/** How the words and colours of a document's action are. */
export const actionLooks = {
  create: { label: "will be created", tone: "done" },
  change: { label: "will be changed", tone: "waiting" },
  unchanged: { label: "unchanged", tone: "neutral" },
  none: { label: "cannot be imported", tone: "failed" },
} as const;

/** Documents that an import would write: those with an action that is more than nothing. */
export function writable(document: ImportedDocumentView): boolean {
  return document.action === "create" || document.action === "change";
}

export interface Obstacles {
  /** Fields that others own: `force` takes them over. */
  owned: boolean;
  /** Errors that the checks find: `ignoreFindings` passes over them. */
  errors: boolean;
}

/** What stands between the chosen documents and the cluster, and can be passed over if one means it. */
export function obstaclesOf(documents: readonly ImportedDocumentView[]): Obstacles {
  return {
    owned: documents.some(({ refusals }) => refusals.some(({ manager }) => manager !== undefined)),
    errors: documents.some(({ findings }) => findings.some(({ severity }) => severity === "error")),
  };
}

/** The outcome in a sentence, e.g. "2 saved, 1 unchanged, 1 not saved". */
export function outcomeOf({ written, unchanged, failed }: ImportAnswer): string {
  const parts = [`${written} saved`];
  if (unchanged > 0) parts.push(`${unchanged} unchanged`);
  if (failed > 0) parts.push(`${failed} not saved`);
  return parts.join(", ");
}
