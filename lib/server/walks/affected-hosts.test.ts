import { expect, test } from "vitest";
import { podSetOf } from "@/lib/kubernetes/gateways/ingresses";
import type { ServiceObject, WorkloadObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { computedMs } from "@/lib/testing/computed-ms";
import { affectedHosts } from "./affected-hosts";
import { securedHostIndex } from "./secured-host-index";

const managed = { kind: "Namespace", metadata: { name: "demo", labels: { "lamia.dev/managed": "true" } } };

/** An index of these hosts, each with its own Gateway. */
function indexOf(hosts: Record<string, Record<string, string>>) {
  const gateways = Object.entries(hosts).map(([host, selector], index) => ({
    kind: "Gateway",
    metadata: {
      namespace: "demo",
      name: `g${index}`,
      annotations: { "lamia.dev/secured-hosts": `443=${host}` },
    },
    spec: { selector, servers: [] },
  }));
  return securedHostIndex({
    list: () => gateways as never,
    get: () => managed as never,
    onChange: () => () => {},
  });
}

function workload(
  name: string,
  labels: Record<string, string>,
  kind: "Deployment" | "DaemonSet" | "StatefulSet" = "Deployment",
): WorkloadObject {
  const spec = { template: { metadata: { labels } } };
  return { apiVersion: "apps/v1", kind, metadata: { namespace: "ingress", name }, spec } as WorkloadObject;
}

function service(selector: Record<string, string> | undefined, over: object = {}): ServiceObject {
  const spec = { selector, ports: [{ port: 443 }], ...over };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { namespace: "ingress", name: "s" },
    spec,
  } as ServiceObject;
}

function change(
  type: ClusterChange["type"],
  object: WorkloadObject | ServiceObject,
  previous: WorkloadObject | ServiceObject | null = null,
): ClusterChange {
  return { kind: object.kind, type, object, previous } as ClusterChange;
}

const index = indexOf({
  "a.example.org": { istio: "one" },
  "b.example.org": { istio: "one", tier: "front" },
  "c.example.org": { istio: "two" },
  "d.example.org": {},
});
const one = workload("one", { istio: "one", app: "x" });
const two = workload("two", { istio: "two", app: "x" });

function woken(each: ClusterChange, workloads: WorkloadObject[] = [one, two]): string[] {
  const podSetsIn = (namespace: string) =>
    workloads.map(podSetOf).filter((pods) => pods.namespace === namespace);
  return affectedHosts(each, index, "lamia-system", podSetsIn).wake.sort();
}

test("a workload wakes only the hosts whose Gateway picks its pods", () => {
  expect(woken(change("added", one))).toEqual(["a.example.org"]);
  expect(woken(change("added", workload("o", { istio: "one", tier: "front" })))).toEqual([
    "a.example.org",
    "b.example.org",
  ]);
  expect(woken(change("added", workload("shop", { app: "shop" })))).toEqual([]);
  for (const kind of ["DaemonSet", "StatefulSet"] as const)
    expect(woken(change("added", workload("n", { istio: "two" }, kind)))).toEqual(["c.example.org"]);
});

test("a workload whose labels change wakes the hosts that it leaves and those that it joins", () => {
  expect(woken(change("modified", workload("one", { istio: "two" }), one))).toEqual([
    "a.example.org",
    "c.example.org",
  ]);
  expect(woken(change("deleted", one, one))).toEqual(["a.example.org"]);
});

test("a workload whose pods stay as they are wakes no host", () => {
  expect(woken(change("modified", { ...one, status: { readyReplicas: 2 } } as WorkloadObject, one))).toEqual(
    [],
  );
});

test("a Service wakes the hosts whose Gateway picks the pods behind it, now or before", () => {
  expect(woken(change("added", service({ istio: "one" })))).toEqual(["a.example.org"]);
  expect(woken(change("added", service({ app: "x" })))).toEqual(["a.example.org", "c.example.org"]);
  expect(woken(change("modified", service({ istio: "two" }), service({ istio: "one" })))).toEqual([
    "a.example.org",
    "c.example.org",
  ]);
  expect(woken(change("deleted", service({ istio: "one" }), service({ istio: "one" })))).toEqual([
    "a.example.org",
  ]);
});

test("a Service that isn't an ingress's, has no selector, or doesn't change in a way that matters wakes no host", () => {
  expect(woken(change("added", service({ app: "shop" })))).toEqual([]);
  expect(woken(change("added", service(undefined)))).toEqual([]);
  expect(woken(change("added", service({ istio: "one" })), [])).toEqual([]);
  const annotated = service({ istio: "one" });
  annotated.metadata.annotations = { a: "b" };
  expect(woken(change("modified", annotated, service({ istio: "one" })))).toEqual([]);
});

test("a changed address or port wakes the hosts behind the Service", () => {
  const before = service({ istio: "one" });
  expect(woken(change("modified", service({ istio: "one" }, { ports: [{ port: 444 }] }), before))).toEqual([
    "a.example.org",
  ]);
  const addressed = { ...before, status: { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } } };
  expect(woken(change("modified", addressed as ServiceObject, before))).toEqual(["a.example.org"]);
});

/** A Gateway that asks for these hosts. */
function gateway(name: string, ...hosts: string[]) {
  const annotations = { "lamia.dev/secured-hosts": hosts.map((host) => `443=${host}`).join(", ") };
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { namespace: "demo", name, annotations },
    spec: { selector: {}, servers: [] },
  };
}
const ofGateway = (type: ClusterChange["type"], object: object, previous: object) =>
  affectedHosts({ kind: "Gateway", type, object, previous } as ClusterChange, index, "lamia", () => []);

test.each([
  ["deleted", gateway("leaver", "a.example.org")],
  ["modified", gateway("leaver")],
] as const)("a host that a Gateway frees (%s) wakes the Gateway that waits for it", (type, after) => {
  const { wake, gone } = ofGateway(type, after, gateway("leaver", "a.example.org"));
  expect(wake).toEqual(["a.example.org"]);
  expect(gone.map(({ host, gateway: { name } }) => `${name} ${host}`)).toEqual(["leaver a.example.org"]);
});

test("a freed wildcard wakes the hosts below it that wait, and a freed name wakes the wildcard", () => {
  expect(ofGateway("deleted", gateway("leaver"), gateway("leaver", "*.example.org")).wake.sort()).toEqual([
    "a.example.org",
    "b.example.org",
    "c.example.org",
    "d.example.org",
  ]);
  const wildcard = indexOf({ "*.example.org": {} });
  const change = {
    kind: "Gateway",
    type: "deleted",
    object: gateway("leaver"),
    previous: gateway("leaver", "a.example.org"),
  };
  expect(affectedHosts(change as unknown as ClusterChange, wildcard, "lamia", () => []).wake).toEqual([
    "*.example.org",
  ]);
});

test("losing a Secret that was published or stored for a host wakes it; writing one, or losing a foreign one, doesn't", () => {
  const lost = (namespace: string, host: string | null, type: ClusterChange["type"] = "deleted") => {
    const annotations = host === null ? {} : { "lamia.dev/host": host };
    const object = { kind: "Secret", metadata: { namespace, name: "a-tls", annotations } };
    const change = { kind: "Secret", type, object, previous: object } as unknown as ClusterChange;
    return affectedHosts(change, index, "lamia", () => []).wake;
  };
  expect(lost("istio-system", "a.example.org")).toEqual(["a.example.org"]);
  expect(lost("lamia", "a.example.org")).toEqual(["a.example.org"]);
  expect(lost("istio-system", "a.example.org", "modified")).toEqual([]);
  expect(lost("istio-system", "nobody.example.org")).toEqual([]);
  expect(lost("istio-system", null)).toEqual([]);
});

test("a Gateway wakes the hosts that it adds or changes, and none that stay as they are", () => {
  const named = indexOf({ "a.example.org": {} });
  const ofNamed = (type: ClusterChange["type"], object: object, previous: object | null) =>
    affectedHosts({ kind: "Gateway", type, object, previous } as ClusterChange, named, "lamia", () => [])
      .wake;
  const first = gateway("g0", "a.example.org");
  const elsewhere = { ...first, spec: { selector: { istio: "two" }, servers: [] } };
  expect(ofNamed("added", first, null)).toEqual(["a.example.org"]);
  expect(ofNamed("modified", first, first)).toEqual([]);
  expect(ofNamed("modified", elsewhere, first)).toEqual(["a.example.org"]);
});

test("the settings of a virtual cluster wake only its hosts; releasing it wakes none", () => {
  const wakes = (
    kind: string,
    type: ClusterChange["type"],
    metadata: object,
    before: object | null = metadata,
  ) => {
    const previous = before && { kind, metadata: before };
    const change = { kind, type, object: { kind, metadata }, previous } as unknown as ClusterChange;
    return affectedHosts(change, index, "lamia", () => []).wake.length;
  };
  const secret = (namespace: string) => ({ namespace, name: "lamia-metadata" });
  for (const type of ["added", "modified", "deleted"] as const)
    expect([wakes("Secret", type, secret("demo")), wakes("Secret", type, secret("other"))]).toEqual([4, 0]);
  // The installation's settings, which any virtual cluster may use.
  expect(wakes("Secret", "modified", secret("lamia"))).toBe(index.hosts().length);
  const labels = { "lamia.dev/managed": "true" };
  const released = { name: "demo", labels: {} };
  const isManaged = { name: "demo", labels };
  const otherwise = { ...isManaged, annotations: { "lamia.dev/google_project_id": "p" } };
  expect(wakes("Namespace", "modified", isManaged, released)).toBe(4);
  expect(wakes("Namespace", "modified", otherwise, isManaged)).toBe(4);
  expect(wakes("Namespace", "modified", isManaged, isManaged)).toBe(0);
  expect(wakes("Namespace", "modified", released, isManaged)).toBe(0);
  expect(wakes("Namespace", "deleted", isManaged, isManaged)).toBe(0);
  expect(wakes("Namespace", "added", isManaged, null)).toBe(4);
});

test("with ten thousand hosts, whether each has its own selector or all share one, a change costs only what it wakes", () => {
  const hosts = Array.from(
    { length: 10_000 },
    (_, each) => [`h${each}.example.org`, { own: `g${each}` }] as const,
  );
  const many = indexOf(Object.fromEntries(hosts));
  const start = computedMs();
  for (let each = 0; each < 10_000; each += 1) {
    const { wake } = affectedHosts(change("added", workload("w", { own: `g${each}` })), many, "l", () => []);
    expect(wake).toEqual([`h${each}.example.org`]);
  }
  const shared = indexOf(Object.fromEntries(hosts.map(([host]) => [host, { istio: "ingressgateway" }])));
  for (let each = 0; each < 10_000; each += 1) {
    const { wake } = affectedHosts(
      change("added", workload("w", { app: `a${each}` })),
      shared,
      "l",
      () => [],
    );
    expect(wake).toHaveLength(0);
  }
  // Looking at every host for each of 20,000 changes would take 200,000,000 comparisons.
  expect(computedMs() - start).toBeLessThan(5000);
});
