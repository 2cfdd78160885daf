import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { FormKind } from "@/lib/kubernetes/objects";
import type { ClusterRuntime } from "../cluster-runtime";

export type Path = readonly (string | number)[];

/** What saving needs to know of a kind: its form, and which field of the one is which of the other. */
export interface Codec {
  kind: FormKind;
  /** As people read it, e.g. `Virtual Service`. */
  title: string;
  toForm(object: KubernetesObject): unknown;
  objectPath(object: KubernetesObject, path: Path): Path;
  formPath(object: KubernetesObject, path: Path): Path;
  /** `standing` with what stands at the paths as `asked` has it, all else kept. */
  repair(standing: KubernetesObject, asked: KubernetesObject, paths: readonly Path[]): KubernetesObject;
  /** What reading the object gives, to be shown beside a form that came too late. */
  view(object: KubernetesObject, runtime: ClusterRuntime): unknown;
}
