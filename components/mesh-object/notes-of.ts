import type { Review } from "@/lib/api/mesh-object";
import type { YamlNote } from "./yaml-pane";

/** What a review says of places in the object itself, for its YAML. */
export function notesOf(review: Review, about: { kind: string; name: string }): YamlNote[] {
  const refusals = review.refusals.map(({ objectPath, message, manager }) => ({
    path: objectPath,
    message,
    severity: manager === undefined ? ("error" as const) : ("warning" as const),
  }));
  const findings = review.findings
    .filter(({ object }) => object.kind === about.kind && object.name === about.name)
    .map(({ path, message, severity }) => ({
      path,
      message,
      severity: severity === "error" ? severity : ("warning" as const),
    }));
  return [...refusals, ...findings];
}
