import type { DeploymentObject } from "@/lib/istio/deployment/object";
import { podLabelsPath } from "@/lib/istio/deployment/places";
import { type Finding, referenceTo } from "@/lib/istio/rules/finding";
import { keyOf, pairOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh as Lookups } from "@/lib/istio/rules/mesh/mesh";
import { workloadOf } from "@/lib/istio/rules/mesh/snapshot";
import { selects } from "@/lib/istio/rules/selects";

/**
 * Services that have pods of this Deployment alone and would have none with its new labels. It is told of the change
 * only: of a Service without pods nobody knows whether it ever was to have some, or has those of a StatefulSet.
 */
export function emptiedServices(mesh: Lookups, deployment: DeploymentObject): Finding[] {
  const next = workloadOf(deployment);
  const { namespace, name } = next;
  const standing = mesh.selectWorkloads({}, namespace).find((each) => each.name === name);
  if (!standing) return [];
  const services = Object.entries(standing.podLabels)
    .flatMap((label) => mesh.find("servicesByLabel", `${namespace}/${pairOf(label)}`))
    .filter(({ spec: { selector = {} } }) => selects(selector, standing.podLabels));
  return services.flatMap(({ metadata, spec: { selector = {} } }) => {
    const others = mesh.selectWorkloads(selector, namespace).filter((each) => keyOf(each) !== keyOf(next));
    const lost = Object.entries(selector).find(([label, value]) => next.podLabels[label] !== value);
    if (!lost || others.length > 0) return [];
    return {
      code: "LAM0112",
      check: "service-keeps-pods",
      severity: "warning",
      object: referenceTo(deployment),
      path: [...podLabelsPath, lost[0]],
      message: `Service ${metadata.name} would have no pod any more: it finds them by ${lost.join("=")}`,
      remedy: "Keep the label, or change the selector of the Service first",
    };
  });
}
