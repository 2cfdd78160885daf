import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { FormKind, Wanted } from "@/lib/kubernetes/objects";

/** The body of a server-side apply; with a version, the write fails when somebody else was quicker. */
export function wantedOf<Each extends FormKind>(
  kind: Each,
  object: KubernetesObject,
  resourceVersion?: string,
): Wanted<Each> {
  const { name, namespace = "", labels, annotations } = object.metadata;
  return {
    kind,
    metadata: {
      name,
      namespace,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    spec: (object as { spec?: unknown }).spec,
  };
}
