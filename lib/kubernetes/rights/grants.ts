import type { Call, Verb } from "@/lib/kubernetes/client/call";
import { metadataSecret } from "@/lib/model/metadata-keys";

/** Rights that the API server has refused, of one resource in one place. */
export interface MissingRight {
  group: string;
  resource: string;
  /** Null: in the whole cluster. */
  namespace: string | null;
  verbs: Verb[];
  /** What doesn't work without them. */
  purpose: string;
  /** What grants them, for a shell; null if that depends on how Lamia was installed. */
  command: string | null;
}

/** As whom Lamia sends requests. */
export interface Subject {
  namespace: string;
  name: string;
}

/** The ServiceAccount that a refusal names; null if it is another user. */
export function subjectIn(message: string): Subject | null {
  const [, namespace = "", name = ""] =
    /User "system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)"/.exec(message) ?? [];
  return name === "" ? null : { namespace, name };
}

/**
 * Adds a rule to the ClusterRole of the chart and the manifests, which is named like the ServiceAccount, as the manifest of this
 * version would.
 */
export function ruleCommand(
  { group, resource, verbs }: Pick<MissingRight, "group" | "resource" | "verbs">,
  { name }: Subject,
): string {
  const value = { apiGroups: [group], resources: [resource], verbs };
  const patch = JSON.stringify([{ op: "add", path: "/rules/-", value }]);
  return `kubectl patch clusterrole ${name} --type=json -p='${patch}'`;
}

/** The roles for Secrets in a namespace, when Lamia reads them only by name. */
export type SecretRole = "own" | "virtual-cluster" | "ingress";

export function bindingCommand(
  role: SecretRole,
  namespace: string,
  { namespace: at, name }: Subject,
): string {
  if (role === "own") return "kubectl apply -f deploy/manifests/secrets-by-name.yaml";
  const binding = `${name}-${role}`;
  return `kubectl -n ${namespace} create rolebinding ${binding} --clusterrole=${binding} --serviceaccount=${at}:${name}`;
}

/** Which role grants a call about Secrets: only that of a virtual cluster is about its metadata. */
export function secretRoleOf({
  name,
  query,
  body,
}: Pick<Call, "name" | "query" | "body">): "virtual-cluster" | "ingress" {
  const written = (body as { metadata?: { name?: unknown } } | undefined)?.metadata?.name;
  const isMetadata =
    name === metadataSecret ||
    written === metadataSecret ||
    query?.fieldSelector === `metadata.name=${metadataSecret}`;
  return isMetadata ? "virtual-cluster" : "ingress";
}
