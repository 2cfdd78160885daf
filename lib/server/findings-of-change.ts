import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { Finding } from "@/lib/istio/rules/finding";
import { type CheckedObject, previewChange } from "@/lib/istio/rules/preview";
import type { Mesh } from "./mesh";

/** What saving all of these would newly bring about, in any object. */
export function appearingFindings(
  mesh: Pick<Mesh, "snapshot">,
  objects: readonly KubernetesObject[],
): Finding[] {
  const apply = objects as unknown as CheckedObject[];
  return previewChange(mesh.snapshot(), { apply: [...apply] }).appearing;
}

export function isAbout({ object: about }: Finding, { kind, metadata }: KubernetesObject): boolean {
  return about.kind === kind && about.namespace === metadata.namespace && about.name === metadata.name;
}
