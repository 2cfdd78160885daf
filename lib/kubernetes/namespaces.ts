import { type Call, failureOfReply } from "./client/call";
import type { ClusterClient } from "./client/client";
import { kinds, type NamespaceObject } from "./objects/kinds";
import { fieldManager } from "./ownership";
import { virtualClusterLabel } from "./virtual-cluster";
import type { ClusterCache } from "./watch/cluster-cache";

const managedLabel = "lamia.dev/managed";

interface Cluster {
  client: ClusterClient;
  cache: Pick<ClusterCache, "observe">;
}

/**
 * Adds a Namespace as a virtual cluster with a label of our own, or releases it: our label goes. If another label
 * (such as `istio-injection`, which has its own meaning) would keep it, `lamia.dev/managed=false` overrides that.
 * Throws `Failure`; null if there is no such Namespace.
 */
export async function setManaged(
  { client, cache }: Cluster,
  name: string,
  managed: boolean,
): Promise<NamespaceObject | null> {
  const found = await client.find<NamespaceObject>({ verb: "get", resource: kinds.Namespace, name });
  if (!found) return null;
  const labels = managed
    ? { [managedLabel]: "true" }
    : keptByOthers(found)
      ? { [managedLabel]: "false" }
      : {};
  let namespace = await apply(client, name, labels);
  if (
    !managed &&
    Object.keys(labels).length === 0 &&
    namespace.metadata.labels?.[managedLabel] !== undefined
  ) {
    // Somebody else has set the label too: server-side apply keeps what another manager owns.
    namespace = await client.request<NamespaceObject>({
      verb: "patch",
      resource: kinds.Namespace,
      name,
      query: { fieldManager },
      patchType: "application/merge-patch+json",
      body: { metadata: { labels: { [managedLabel]: null } } },
    });
  }
  cache.observe(namespace);
  return namespace;
}

function keptByOthers({ metadata: { labels = {} } }: NamespaceObject): boolean {
  const { [managedLabel]: _, ...others } = labels;
  return virtualClusterLabel(others) !== null;
}

async function apply(client: ClusterClient, name: string, labels: Record<string, string>) {
  return client.request<NamespaceObject>({
    verb: "patch",
    resource: kinds.Namespace,
    name,
    query: { fieldManager, force: "true" },
    patchType: "application/apply-patch+yaml",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } },
  });
}

interface NamespaceFields {
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** Adds labels and annotations; existing ones stay. Throws `Failure`. */
export async function mergeNamespace(
  { client, cache }: Cluster,
  name: string,
  { labels, annotations }: NamespaceFields,
): Promise<void> {
  const patch: Call = {
    verb: "patch",
    resource: kinds.Namespace,
    name,
    query: { fieldManager },
    patchType: "application/merge-patch+json",
    body: { metadata: { labels, annotations } },
  };
  cache.observe(await client.request<NamespaceObject>(patch));
}

/** Throws `Failure`, also when there is such a Namespace. */
export async function createNamespace(
  { client, cache }: Cluster,
  metadata: NamespaceFields & { name: string },
): Promise<void> {
  const body = { apiVersion: "v1", kind: "Namespace", metadata };
  const create: Call = { verb: "create", resource: kinds.Namespace, query: { fieldManager }, body };
  cache.observe(await client.request<NamespaceObject>(create));
}

/** Returns the Namespace, and creates it if it is missing. Its UID identifies this installation. */
export async function ensureNamespace(client: ClusterClient, name: string): Promise<NamespaceObject> {
  const get: Call = { verb: "get", resource: kinds.Namespace, name };
  const found = await client.find<NamespaceObject>(get);
  if (found) return found;
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  const create: Call = { verb: "create", resource: kinds.Namespace, query: { fieldManager }, body };
  const reply = await client.send(create);
  if (reply.status === 409) return client.request<NamespaceObject>(get);
  if (reply.status >= 300) throw failureOfReply(create, reply);
  return reply.body as NamespaceObject;
}
