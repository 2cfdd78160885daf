import type { ImportAnswer, ImportedDocumentView } from "@/lib/api/import";
import { texts } from "./texts";

/** How the words and colours of a document's action are. */
export const actionLooks = {
  create: { label: texts.willBeCreated, tone: "done" },
  change: { label: texts.willBeChanged, tone: "waiting" },
  unchanged: { label: texts.unchanged, tone: "neutral" },
  unnamed: { label: texts.needsName, tone: "waiting" },
  none: { label: texts.cantBeImported, tone: "failed" },
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
  const parts = [texts.saved({ count: written })];
  if (unchanged > 0) parts.push(texts.alsoUnchanged({ count: unchanged }));
  if (failed > 0) parts.push(texts.notSaved({ count: failed }));
  return parts.join(", ");
}
