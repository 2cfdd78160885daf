import type { Problem } from "@/lib/api/problem";
import { isRegistrySuffix } from "@/lib/dns/registrable-domain";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import { dedicatedIngressName, hasDedicatedIngress } from "@/lib/istio/gateway/ingress";
import { formFromGateway } from "@/lib/istio/gateway/to-form";
import type { Kind } from "@/lib/istio/kinds";
import type { EditedObject } from "@/lib/istio/kinds/edited-object";
import { formPath } from "@/lib/istio/kinds/fields-at";
import { findingText } from "@/lib/istio/rules/finding";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import type { DeploymentObject, GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { labelProblem } from "@/lib/model/dns-name";
import type { KubernetesObject } from "@/lib/model/object";
import { texts as modelTexts } from "@/lib/model/texts";
import type { ClusterRuntime } from "../cluster-runtime";
import { ProblemError } from "../http/problem-error";
import { foreignIngress } from "../ingress/ingress-task";
import { texts as ingressTexts } from "../ingress/texts";
import { appearingFindings, isAbout } from "../mesh/findings";
import { deploymentDetails } from "../views/deployment-view";
import { gatewayDetails } from "../views/gateway-view";
import { meshObjectDetails } from "../views/mesh-object-view";
import { refuseRights } from "./allowed";
import { texts } from "./texts";

/**
 * Why the panel itself rejects an object from a form, before it asks the API server: permissions of pods, a taken
 * ingress, and errors that the checks find and the user hasn't chosen to ignore. Throws `invalid` at fields of the
 * form.
 */
export async function refuseUnsound(
  cluster: ClusterRuntime,
  { own, next }: EditedObject,
  current: KubernetesObject | null,
  { ignoreFindings }: { ignoreFindings: boolean },
): Promise<void> {
  const kind = own.kind as Kind;
  if (kind === "Deployment") {
    refuseRights(cluster, kind, next, current, (path) => formPath(next, path));
    return;
  }
  if (kind === "Gateway") {
    const problems = suffixProblems(own, current);
    if (problems.length > 0) throw invalidForm(problems);
    refuseTakenIngress(cluster, own);
  }
  if (ignoreFindings) return;
  if (kind === "Gateway") await cluster.mesh.lookUpCredentials({ apply: [own as CheckedObject] });
  refuseErrors(cluster, own);
}

/**
 * Throws `invalid` if the change would cause an error in the object itself. Paths are those of its form or, with
 * `inObject`, those of the object.
 */
export function refuseErrors(
  { mesh }: Pick<ClusterRuntime, "mesh">,
  object: KubernetesObject,
  { inObject = false }: { inObject?: boolean } = {},
): void {
  const errors = appearingFindings(mesh, [object]).filter(
    (finding) => finding.severity === "error" && isAbout(finding, object),
  );
  const first = errors[0];
  if (!first) return;
  throw new ProblemError(
    "invalid",
    findingText(first),
    errors.map((finding) => ({
      path: inObject ? finding.path : [...formPath(object, finding.path)],
      message: `${finding.code}: ${findingText(finding)}`,
    })),
  );
}

/**
 * New Secured Hosts of a Gateway that no CA certifies according to the public suffix list, which browsers don't
 * have. Paths are those of its form; empty for other kinds.
 */
export function suffixProblems(next: KubernetesObject, current: KubernetesObject | null): FieldProblem[] {
  if (next.kind !== "Gateway") return [];
  const hostsOf = (object: KubernetesObject) =>
    formFromGateway(object as Parameters<typeof formFromGateway>[0]).servers.map(
      ({ securedHost }) => securedHost,
    );
  const before = current ? hostsOf(current) : [];
  return hostsOf(next).flatMap((host, index) =>
    host !== undefined && !before.includes(host) && isRegistrySuffix(host)
      ? [{ path: ["servers", index, "securedHost"], message: modelTexts.registrySuffix({ host }) }]
      : [],
  );
}

/** A dedicated ingress has its own name in Istio's namespace; an existing object there is never changed. */
function refuseTakenIngress({ cache, installation }: ClusterRuntime, { metadata }: KubernetesObject): void {
  const { namespace = "", name } = metadata;
  if (!hasDedicatedIngress(metadata)) return;
  const current = cache.get("Gateway", namespace, name);
  const isNew = !current || !hasDedicatedIngress(current.metadata);
  if (isNew && installation.environment.LAMIA_SECRETS === "by-name") {
    const reason = `${ingressTexts.noDedicatedByName} ${ingressTexts.noDedicatedByNameRemedy}`;
    throw new ProblemError("invalid", texts.noDedicatedIngress({ reason }), [
      { path: ["ingress", "kind"], message: reason },
    ]);
  }
  const length = labelProblem(dedicatedIngressName(name));
  const taken = length ?? foreignIngress(cache, { namespace, name });
  if (taken)
    throw new ProblemError("invalid", texts.noDedicatedIngress({ reason: taken }), [
      { path: ["ingress", "kind"], message: texts.ingressTaken({ reason: taken }) },
    ]);
}

/** Throws `invalid` if the form has another name than the object that it is saved to. */
export function refuseRenaming(kind: string, body: unknown, name: string): void {
  const given = typeof body === "object" && body !== null && "name" in body ? body.name : undefined;
  if (given === name) return;
  throw new ProblemError("invalid", texts.noRenaming({ kind }), [
    { path: ["name"], message: texts.nameStays({ name }) },
  ]);
}

/** A form that breaks rules, with each problem at its field. */
export function invalidForm(problems: readonly FieldProblem[]): ProblemError {
  const [first] = problems;
  const where = first && first.path.length > 0 ? `${first.path.join(".")}: ` : "";
  return new ProblemError("invalid", `${where}${first?.message ?? texts.notValid}`, [...problems]);
}

export function overtaken(cluster: ClusterRuntime, current: KubernetesObject): ProblemError {
  const detail = texts.changedSince({ object: titleOf(current) });
  return new ProblemError("conflict", detail, undefined, detailsOf(cluster, current));
}

export function ownedByOthers(
  cluster: ClusterRuntime,
  current: KubernetesObject,
  errors: NonNullable<Problem["errors"]>,
): ProblemError {
  const managers = [...new Set(errors.map(({ manager }) => manager))].join(", ");
  const detail = texts.ownedByOthers({ object: titleOf(current), managers });
  return new ProblemError("conflict", detail, errors, detailsOf(cluster, current));
}

/** As errors name it, such as `VirtualService shop`. */
export function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

/** What reading the object returns, shown next to a form that came too late. */
function detailsOf(cluster: ClusterRuntime, object: KubernetesObject): unknown {
  const kind = object.kind as Kind;
  if (kind === "Deployment") return deploymentDetails(object as DeploymentObject);
  if (kind === "Gateway") return gatewayDetails(object as GatewayObject, cluster);
  return meshObjectDetails(kind, object, cluster.mesh);
}
