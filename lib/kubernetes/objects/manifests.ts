import { type Call, failureOfReply, isRecord } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";
import { apiVersionOf, kinds, type Resource } from "./kinds";

const rbac = { group: "rbac.authorization.k8s.io", version: "v1" } as const;

/** Kinds that Lamia occasionally writes or reads, and doesn't watch, with what it does with them. */
export const manifestKinds = {
  ServiceAccount: { group: "", version: "v1", plural: "serviceaccounts", namespaced: true },
  Role: { ...rbac, plural: "roles", namespaced: true },
  RoleBinding: { ...rbac, plural: "rolebindings", namespaced: true },
  ClusterRoleBinding: { ...rbac, plural: "clusterrolebindings", namespaced: false },
  HorizontalPodAutoscaler: {
    group: "autoscaling",
    version: "v2",
    plural: "horizontalpodautoscalers",
    namespaced: true,
  },
  Job: { group: "batch", version: "v1", plural: "jobs", namespaced: true },
  Pod: { group: "", version: "v1", plural: "pods", namespaced: true },
  EnvoyFilter: {
    group: "networking.istio.io",
    version: "v1alpha3",
    plural: "envoyfilters",
    namespaced: true,
  },
  Deployment: kinds.Deployment,
  Service: kinds.Service,
} as const satisfies Record<string, Resource>;

export type ManifestKind = keyof typeof manifestKinds;

export interface Manifest {
  kind: ManifestKind;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

interface Place {
  namespace?: string;
  name: string;
}

type Client = Pick<ClusterClient, "send" | "find" | "request">;

/** Applies an object that belongs to us as a whole, and takes over what others have set in it. Throws `Failure`. */
export async function applyManifest<Found = KubernetesObject>(
  client: Client,
  manifest: Manifest,
): Promise<Found> {
  const resource = manifestKinds[manifest.kind];
  const { namespace, name } = manifest.metadata;
  const call: Call = {
    verb: "patch",
    resource,
    namespace,
    name,
    query: { fieldManager, force: "true" },
    patchType: "application/apply-patch+yaml",
    body: { apiVersion: apiVersionOf(resource), ...manifest },
  };
  const reply = await client.send(call);
  if (reply.status >= 300) throw failureOfReply(call, reply);
  return reply.body as Found;
}

export function readManifest<Found = KubernetesObject>(
  client: Client,
  kind: ManifestKind,
  { namespace, name }: Place,
): Promise<Found | null> {
  return client.find<Found>({ verb: "get", resource: manifestKinds[kind], namespace, name });
}

/** Deletes it with its dependents; false if there was none. Throws `Failure`. */
export async function deleteManifest(
  client: Client,
  kind: ManifestKind,
  { namespace, name }: Place,
): Promise<boolean> {
  const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background" };
  const deleted = await client.find({ verb: "delete", resource: manifestKinds[kind], namespace, name, body });
  return deleted !== null;
}

/** The last lines that the pods of a Job wrote, the newest pod's last; empty if there are none yet. */
export async function jobLog(
  client: Client,
  { namespace = "", name }: Place,
  tailLines: number,
): Promise<string> {
  const list = await client.request<{ items?: KubernetesObject[] }>({
    verb: "list",
    resource: manifestKinds.Pod,
    namespace,
    query: { labelSelector: `job-name=${name}` },
  });
  const pods = (list.items ?? []).toSorted((one, other) =>
    (one.metadata.creationTimestamp ?? "") < (other.metadata.creationTimestamp ?? "") ? -1 : 1,
  );
  const logs: string[] = [];
  for (const { metadata } of pods) {
    const reply = await client.send({
      verb: "get",
      resource: manifestKinds.Pod,
      namespace,
      name: metadata.name,
      subresource: "log",
      query: { tailLines },
    });
    // A container that hasn't started yet has no log: the API server answers 400.
    if (reply.status < 300 && typeof reply.body === "string") logs.push(reply.body);
  }
  return logs.join("\n");
}

/** A kind of an API group, such as `gateways` of `networking.istio.io`, and the versions in which it is served. */
export interface ServedKind {
  plural: string;
  kind: string;
  /** The preferred one first. */
  versions: string[];
}

/**
 * What the API server serves of a group; empty when it has no such group. Throws `Failure`.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
export async function servedKinds(client: Pick<ClusterClient, "find">, group: string): Promise<ServedKind[]> {
  const found = await client.find<unknown>({ verb: "get", resource: place(group, "") });
  const versions = isRecord(found) && Array.isArray(found.versions) ? found.versions.filter(isRecord) : [];
  const kinds = new Map<string, ServedKind>();
  for (const { version } of versions) {
    if (typeof version !== "string") continue;
    const list = await client.find<unknown>({ verb: "get", resource: place(group, version) });
    const resources = isRecord(list) && Array.isArray(list.resources) ? list.resources.filter(isRecord) : [];
    for (const { name, kind } of resources) {
      if (typeof name !== "string" || name.includes("/")) continue;
      const known = kinds.get(name) ?? { plural: name, kind: String(kind), versions: [] };
      known.versions.push(version);
      kinds.set(name, known);
    }
  }
  return [...kinds.values()];
}

/** For a group or a group's version, the kind is in another place. */
function place(group: string, version: string) {
  return { group, version, plural: "", namespaced: false };
}
