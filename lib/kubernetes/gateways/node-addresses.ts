import { isIPv4, isIPv6 } from "node:net";
import type { PublicAddress } from "@/lib/gateway/model";
import { isRecord } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import type { Resource } from "@/lib/kubernetes/objects/kinds";
import { canonicalIpv6, type NodeAddressKind } from "@/lib/model/gateway-address";

export type NodeAddresses = Record<NodeAddressKind, PublicAddress>;

const resource = { group: "", version: "v1", plural: "nodes", namespaced: false } as const satisfies Resource;
/** Walks that ask within this time share a list. */
const remembersForMs = 2_000;
/** More addresses than this in one record set are of no use. */
const limit = 500;
/** https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-exclude-from-external-load-balancers */
const excluded = "node.kubernetes.io/exclude-from-external-load-balancers";
const typeOf: Record<NodeAddressKind, string> = { external: "ExternalIP", internal: "InternalIP" };

/**
 * The addresses of the nodes that are ready. Nodes aren't watched: they report all the time, and few ingresses need them.
 * Throws `Failure`. `now` is monotonic, in ms.
 */
export function nodeAddresses(
  client: Pick<ClusterClient, "request">,
  now: () => number = () => performance.now(),
): () => Promise<NodeAddresses> {
  let known: { at: number; addresses: Promise<NodeAddresses> } | null = null;
  async function ask(): Promise<NodeAddresses> {
    const list = await client.request<unknown>({ verb: "list", resource, query: { limit } });
    return addressesOf(isRecord(list) && Array.isArray(list.items) ? list.items : []);
  }
  return () => {
    if (known && now() - known.at < remembersForMs) return known.addresses;
    const addresses = ask();
    known = { at: now(), addresses };
    addresses.catch(() => {
      known = null;
    });
    return addresses;
  };
}

/** Of nodes as the API server lists them. Nodes that aren't ready, or are excluded from external load balancers, don't count. */
export function addressesOf(nodes: readonly unknown[]): NodeAddresses {
  const ready = nodes.filter(isRecord).filter(isReady);
  const of = (kind: NodeAddressKind): PublicAddress => {
    const texts = ready.flatMap(({ status }) => {
      const all =
        isRecord(status) && Array.isArray(status.addresses) ? status.addresses.filter(isRecord) : [];
      return all.flatMap(({ type, address }) => (type === typeOf[kind] ? [String(address)] : []));
    });
    return {
      ipv4: sorted(texts.filter((text) => isIPv4(text))),
      ipv6: sorted(texts.filter((text) => isIPv6(text)).map((text) => canonicalIpv6(text) ?? text)),
      hostname: null,
    };
  };
  return { external: of("external"), internal: of("internal") };
}

function isReady({ metadata, status }: Record<string, unknown>): boolean {
  const { labels, deletionTimestamp } = isRecord(metadata) ? metadata : {};
  if (deletionTimestamp !== undefined || (isRecord(labels) && excluded in labels)) return false;
  const conditions = isRecord(status) && Array.isArray(status.conditions) ? status.conditions : [];
  return conditions.filter(isRecord).some(({ type, status: is }) => type === "Ready" && is === "True");
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
