import type { MapNode } from "@/lib/api/map";
import { mapColumns } from "./map-columns";

/** A node in one sentence, for those who do not see the picture. */
export function describeNode({ kind, label, note, missing, findings }: MapNode): string {
  const parts = [`${mapColumns[kind].title} ${label}`];
  if (note) parts.push(note);
  if (missing) parts.push("does not exist");
  if (findings.length > 0) parts.push(findings.length === 1 ? "1 finding" : `${findings.length} findings`);
  return parts.join(", ");
}
