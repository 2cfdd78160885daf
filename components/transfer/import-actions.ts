import type { ImportAnswer, ImportedDocumentView } from "@/lib/api/import";
import { texts } from "./texts";

/** Word and color of a document's action. */
export const actionLooks = {
  create: { label: texts.willBeCreated, tone: "done" },
  change: { label: texts.willBeChanged, tone: "waiting" },
  unchanged: { label: texts.unchanged, tone: "neutral" },
  unnamed: { label: texts.needsName, tone: "waiting" },
  none: { label: texts.cantBeImported, tone: "failed" },
} as const;

/** Documents that an import would write: those with an action other than nothing. */
export function writable(document: ImportedDocumentView): boolean {
  return document.action === "create" || document.action === "change";
}

export interface Obstacles {
  /** Foreign fields: `force` takes them over. */
  owned: boolean;
  /** Errors of the checks: `ignoreFindings` ignores them. */
  errors: boolean;
}

/** Obstacles of the selected documents that you can override. */
export function obstaclesOf(documents: readonly ImportedDocumentView[]): Obstacles {
  return {
    owned: documents.some(({ refusals }) => refusals.some(({ manager }) => manager !== undefined)),
    errors: documents.some(({ findings }) => findings.some(({ severity }) => severity === "error")),
  };
}

/** The result in a sentence, e.g. "2 saved, 1 unchanged, 1 not saved". */
export function outcomeOf({ written, unchanged, failed }: ImportAnswer): string {
  const parts = [texts.saved({ count: written })];
  if (unchanged > 0) parts.push(texts.alsoUnchanged({ count: unchanged }));
  if (failed > 0) parts.push(texts.notSaved({ count: failed }));
  return parts.join(", ");
}
