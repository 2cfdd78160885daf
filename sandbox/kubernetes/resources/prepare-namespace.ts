import { recordAt, textsAt } from "@/sandbox/kubernetes/json/value-at";
import type { Draft } from "./resource-type";

/** Every Namespace carries its own name as a label, a finalizer that empties it, and a phase. */
export function prepareNamespace(draft: Draft): void {
  draft.metadata.labels = {
    ...textsAt(draft, "metadata", "labels"),
    "kubernetes.io/metadata.name": draft.metadata.name,
  };
  if (draft.metadata.deletionTimestamp !== undefined) return;
  draft.spec = { ...recordAt(draft, "spec"), finalizers: ["kubernetes"] };
  draft.status = { ...recordAt(draft, "status"), phase: "Active" };
}
