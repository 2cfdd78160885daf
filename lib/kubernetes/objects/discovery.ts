import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { isRecord } from "@/lib/kubernetes/client/reply";

/** A kind of a group, e.g. `gateways` of `networking.istio.io`, and the versions that it is served in. */
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

/** A group or a group's version stands where else a kind does. */
function place(group: string, version: string) {
  return { group, version, plural: "", namespaced: false };
}
