import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/value-at";
import type { Draft } from "./resource-type";

/** A definition is established at once: its names are accepted and its stored version is known. */
export function prepareDefinition(draft: Draft): void {
  const names = recordAt(draft, "spec", "names") ?? {};
  const kind = textAt(names, "kind") ?? "";
  const accepted = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names };
  draft.spec = { conversion: { strategy: "None" }, ...recordAt(draft, "spec"), names: accepted };
  const at = textAt(draft, "metadata", "creationTimestamp") ?? "";
  const stored = listAt(draft, "spec", "versions")
    .filter((version) => isRecord(version) && version.storage === true)
    .map((version) => textAt(version, "name"));
  draft.status = {
    conditions: [
      condition("NamesAccepted", "NoConflicts", "no conflicts found", at),
      condition("Established", "InitialNamesAccepted", "the initial names have been accepted", at),
    ],
    acceptedNames: accepted,
    storedVersions: stored,
  };
}

function condition(type: string, reason: string, message: string, lastTransitionTime: string): unknown {
  return { type, status: "True", reason, message, lastTransitionTime };
}
