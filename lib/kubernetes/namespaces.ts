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
 * Takes a Namespace under management by a label of our own, or releases it: our label goes, and where
 * another one (say `istio-injection`, which has its own meaning) would keep it, `lamia.dev/managed=false`
 * overrides that. Throws `Failure`; null when there is no such Namespace.
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
    // Somebody else set the label too: server-side apply leaves what another manager owns.
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

/** Gives the Namespace, created when it is missing. Its uid is a name for this installation. */
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
