import { expect, test } from "vitest";
import type { Page } from "@/lib/api/page";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import type { Kind } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { ClusterRuntime } from "../cluster-runtime";
import { call } from "../testing/call";
import { listVirtualClusters } from "./virtual-clusters";

const reports = (state: string) => ({ reports: [{ step: "zone", state, attempts: 1 }] });
const walks: Record<string, object> = { b: reports("blocked"), c: reports("waiting") };

/** Four namespaces of which `d` is not managed; one Secured Host in `b` and in `c`. */
function clusterOfTest(): ClusterRuntime {
  const labels = { "lamia.dev/managed": "true" };
  const injected = { ...labels, "istio-injection": "enabled" };
  const namespace = (name: string, its: object) => ({ metadata: { name, labels: its } });
  const namespaces = [
    namespace("a", injected),
    namespace("b", labels),
    namespace("c", injected),
    namespace("d", {}),
  ];
  const counts: Record<string, Record<string, number>> = {
    Service: { a: 1, b: 3, c: 2 },
    Gateway: { b: 1, c: 4 },
  };
  const list = (kind: Kind, within?: string) =>
    kind === "Namespace" ? namespaces : Array(counts[kind]?.[within ?? ""] ?? 0).fill({});
  const get = (kind: Kind, _within: string | null, name: string) =>
    kind === "Namespace" ? (namespaces.find(({ metadata }) => metadata.name === name) ?? null) : null;
  const targets = ["b", "c"].map((name) => ({
    host: name,
    port: 443,
    gateway: { namespace: name, name: "gw" },
  }));
  return {
    cache: { list, get } as unknown as ClusterCache,
    installation: { environment: { LAMIA_NAMESPACE: "lamia-system" } },
    index: { all: () => targets },
    live: { get: (key: string) => walks[key[0] ?? ""], onChange: () => () => {} },
  } as unknown as ClusterRuntime;
}

const cluster = clusterOfTest();
const names = async (query: Record<string, string>) => {
  const page = await call<Page<VirtualCluster>>(cluster, listVirtualClusters, { query });
  return page.items.map(({ name }) => name).join("");
};

test.each([
  ["name", "abc", "cba"],
  ["services", "acb", "bca"],
  ["gateways", "abc", "cba"],
  ["securedHosts", "acb", "bca"],
  ["injection", "bac", "acb"],
])("virtual clusters are sorted by %s, both ways, those that are alike by name", async (sort, up, down) => {
  expect(await names({ sort })).toBe(up);
  expect(await names({ sort, order: "desc" })).toBe(down);
});

test("other namespaces are included on request, sorted by whether they are managed", async () => {
  expect(await names({ show: "all", sort: "managed" })).toBe("dabc");
  expect(await names({ show: "all", sort: "managed", order: "desc" })).toBe("abcd");
});

test("the order continues from page to page", async () => {
  const query = { sort: "services", order: "desc", limit: "2" };
  const first = await call<Page<VirtualCluster>>(cluster, listVirtualClusters, { query });
  expect(first.nextCursor).not.toBeNull();
  expect(await names({ ...query, cursor: first.nextCursor ?? "" })).toBe("a");
});
