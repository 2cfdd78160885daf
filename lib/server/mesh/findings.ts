import type { FindingsPage } from "@/lib/api/finding";
import { podLabelsPath } from "@/lib/istio/deployment/places";
import { hasDedicatedIngress } from "@/lib/istio/gateway/ingress";
import { codeTitles } from "@/lib/istio/rules";
import { type Finding, findingId, referenceTo, type Tally } from "@/lib/istio/rules/finding";
import { keyOf, pairOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh as Lookups } from "@/lib/istio/rules/mesh/mesh";
import { workloadOf } from "@/lib/istio/rules/mesh/snapshot";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import { selects } from "@/lib/model/labels";
import type { DeploymentObject, KubernetesObject } from "@/lib/model/object";
import { texts } from "@/lib/server/texts";
import { linkTo } from "@/lib/server/views/links";
import type { Mesh } from "./mesh";

export function findingView(finding: Finding): FindingsPage["items"][number] {
  const { kind, namespace, name } = finding.object;
  return {
    ...finding,
    id: findingId(finding),
    link: linkTo(kind, kind === "Namespace" ? name : namespace, name),
  };
}

/** The virtual cluster of a finding; one about a Namespace belongs to it. */
export function placeOf({ object: { namespace, name } }: Finding): string {
  return namespace || name;
}

/** The number of findings, and their codes with the most frequent first. */
export function countsOf({ severities, codes }: Tally): Pick<FindingsPage, "counts" | "codes"> {
  return {
    counts: { ...severities },
    codes: [...codes]
      .map(([code, count]) => ({ code, title: codeTitles.get(code) ?? code, count }))
      .sort((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1)),
  };
}

/** Checks of what a dedicated ingress provides once its Gateway exists. */
const ofIngress = ["gateway-has-workload", "port-on-ingress"];

/** What saving all of these would newly cause, in any object. */
export function appearingFindings(
  mesh: Pick<Mesh, "preview" | "lookups">,
  objects: readonly KubernetesObject[],
): Finding[] {
  const apply = objects as CheckedObject[];
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

/**
 * Services whose only pods are those of this Deployment, and that would have none with its new labels. Reported
 * only for a change: for a Service without pods, nobody knows whether it was ever meant to have some, or has those
 * of a StatefulSet.
 */
function emptiedServices(mesh: Lookups, deployment: DeploymentObject): Finding[] {
  const next = workloadOf(deployment);
  const { namespace, name } = next;
  const current = mesh.selectWorkloads({}, namespace).find((each) => each.name === name);
  if (!current) return [];
  const services = Object.entries(current.podLabels)
    .flatMap((label) => mesh.find("servicesByLabel", `${namespace}/${pairOf(label)}`))
    .filter(({ spec: { selector = {} } }) => selects(selector, current.podLabels));
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
      message: texts.serviceLosesPods({ name: metadata.name, label: lost.join("=") }),
      remedy: texts.keepLabel,
    };
  });
}
