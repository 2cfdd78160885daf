import { podProblems } from "@/lib/istio/deployment/pod-security";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import type { Kind } from "@/lib/istio/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { KubernetesObject } from "@/lib/model/object";
import { ProblemError } from "../http/problem-error";
import type { Installation } from "../installation";
import { systemNamespaceOf } from "../istio/system-namespace";
import { texts } from "./texts";

/**
 * What may be written through the panel. It acts with Lamia's permissions, whoever uses it, so it doesn't write
 * where the cluster's own rules would keep its users out.
 */
interface Parts {
  cache: Pick<ClusterCache, "get" | "list">;
  installation: Pick<Installation, "environment">;
}

/** Namespaces of Kubernetes, of Istio's control plane and of Lamia itself. */
export function isSystemNamespace({ cache, installation }: Parts, name: string): boolean {
  return (
    name.startsWith("kube-") ||
    name === installation.environment.LAMIA_NAMESPACE ||
    name === "istio-system" ||
    name === systemNamespaceOf(cache)
  );
}

/** Throws `not-found`, or `forbidden` if it isn't a virtual cluster. */
export function requireManaged({ cache }: Parts, name: string): void {
  const namespace = cache.get("Namespace", null, name);
  if (!namespace) throw new ProblemError("not-found", texts.noNamespace({ name }));
  if (isVirtualCluster(namespace)) return;
  throw new ProblemError("forbidden", texts.notAVirtualCluster({ name }));
}

/** Objects are written in virtual clusters, and never among those that the cluster itself runs on. */
export function requireWritable(parts: Parts, name: string): void {
  requireManaged(parts, name);
  if (!isSystemNamespace(parts, name)) return;
  throw new ProblemError("forbidden", texts.systemNamespace({ name }));
}

/** What a Deployment asks for that isn't allowed here; paths are those of the object. Empty for other kinds. */
export function refusedRights(
  { installation: { environment } }: Pick<Parts, "installation">,
  kind: Kind,
  next: KubernetesObject,
  current: KubernetesObject | null,
): FieldProblem[] {
  if (kind !== "Deployment" || environment.LAMIA_POD_SECURITY === "privileged") return [];
  const rules = { serviceAccounts: environment.LAMIA_POD_SERVICE_ACCOUNTS };
  return podProblems(next, current, rules).map(({ path, message }) => {
    const setting = String(path.at(-1)).startsWith("serviceAccount")
      ? texts.serviceAccountSetting
      : "LAMIA_POD_SECURITY=privileged";
    return { path, message: texts.notAllowed({ message, setting }) };
  });
}

/** Throws `invalid` at the fields that ask for what isn't allowed. */
export function refuseRights(
  runtime: Pick<Parts, "installation">,
  kind: Kind,
  next: KubernetesObject,
  current: KubernetesObject | null,
  placeOf: (path: readonly (string | number)[]) => readonly (string | number)[] = (path) => path,
): void {
  const problems = refusedRights(runtime, kind, next, current);
  const [first] = problems;
  if (!first) return;
  throw new ProblemError(
    "invalid",
    first.message,
    problems.map(({ path, message }) => ({ path: [...placeOf(path)], message })),
  );
}
