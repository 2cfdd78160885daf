import { hasDedicatedIngress } from "@/lib/istio/gateway/ingress";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { Finding } from "@/lib/istio/rules/finding";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import { emptiedServices } from "./emptied-services";
import type { Mesh } from "./mesh";

/** Checks of what a dedicated ingress brings along, once its Gateway is there. */
const ofIngress = ["gateway-has-workload", "port-on-ingress"];

/** What saving all of these would newly bring about, in any object. */
export function appearingFindings(
  mesh: Pick<Mesh, "preview" | "lookups">,
  objects: readonly KubernetesObject[],
): Finding[] {
  const apply = objects as unknown as CheckedObject[];
  const dedicated = objects.filter(
    ({ kind, metadata }) => kind === "Gateway" && hasDedicatedIngress(metadata),
  );
  const emptied = apply.flatMap((object) =>
    object.kind === "Deployment" ? emptiedServices(mesh.lookups(), object) : [],
  );
  const appearing = mesh
    .preview({ apply: [...apply] })
    .appearing.filter(
      (finding) =>
        !(ofIngress.includes(finding.check) && dedicated.some((gateway) => isAbout(finding, gateway))),
    );
  return [...emptied, ...appearing];
}

export function isAbout({ object: about }: Finding, { kind, metadata }: KubernetesObject): boolean {
  return about.kind === kind && about.namespace === metadata.namespace && about.name === metadata.name;
}
