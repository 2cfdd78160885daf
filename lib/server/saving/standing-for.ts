import { valueAt } from "@/lib/istio/edit/value-at";
import { objectFields } from "@/lib/istio/fields/object-form";
import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { getObject } from "@/lib/kubernetes/objects";
import type { ClusterRuntime } from "../cluster-runtime";

/** What stands under the name of an object that was written; null without one, or where the name cannot be one. */
export async function standingFor(
  runtime: ClusterRuntime,
  kind: Kind,
  written: unknown,
  namespace: string,
): Promise<KubernetesObject | null> {
  const name = objectFields.name.safeParse(valueAt(written, ["metadata", "name"]));
  if (!name.success) return null;
  return (await getObject(runtime, kind, namespace, name.data)) as KubernetesObject | null;
}
