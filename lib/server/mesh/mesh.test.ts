import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runChecks } from "@/lib/istio/rules";
import type { NamedPodSet } from "@/lib/kubernetes/gateways/ingresses";
import type { Kind } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { createObjectStore } from "@/lib/kubernetes/watch/object-store";
import { meshOf } from "./mesh";

const moment = () => new Promise((resolve) => setImmediate(resolve));

/** VirtualServices with a missing gateway and destination, in an otherwise empty cluster. */
function meshOfRoutes(count: number) {
  const store = createObjectStore(
    (object) => object,
    () => {},
  );
  const add = (name: string) =>
    store.change("added", {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name, namespace: "demo", resourceVersion: "1" },
      spec: {
        hosts: [`${name}.test`],
        gateways: ["gone"],
        http: [{ route: [{ destination: { host: name } }] }],
      },
    } as never);
  for (let number = 0; number < count; number++) add(`route-${number}`);
  const nothing: readonly object[] = [];
  const list = (kind: Kind) => (kind === "VirtualService" ? store.list() : nothing);
  return { mesh: meshOf({ list } as unknown as ClusterCache, "lamia-system"), add };
}

/** Counts the turns that others get while it runs. */
async function turnsDuring(work: Promise<void>): Promise<number> {
  let turns = 0;
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await moment();
    turns += 1;
  }
  return turns;
}

// Each reading of the clock is one millisecond later, so that slices have this many steps.
beforeEach(() => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now++);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("others get their turns during many checks", async () => {
  const { mesh } = meshOfRoutes(200);
  expect(await turnsDuring(mesh.catchUp())).toBeGreaterThan(20);
  expect(mesh.findings()).toEqual(runChecks(mesh.snapshot()));
  expect(mesh.tally().severities).toEqual({ error: 400, warning: 0, info: 0 });
});

test("changes during the checks are checked too", async () => {
  const { mesh, add } = meshOfRoutes(200);
  const catchingUp = mesh.catchUp();
  await moment();
  add("another");
  await catchingUp;
  expect(mesh.findingsOf("VirtualService", "demo", "another")).toHaveLength(2);
});

test("a query during the checks gets everything", async () => {
  const { mesh, add } = meshOfRoutes(200);
  const catchingUp = mesh.catchUp();
  await moment();
  add("another");
  expect(mesh.findings()).toHaveLength(402);
  await catchingUp;
  expect(mesh.findings()).toHaveLength(402);
});

test("after a change of one object, nobody waits for a turn", async () => {
  const { mesh, add } = meshOfRoutes(200);
  await mesh.catchUp();
  add("another");
  let isOver = false;
  void mesh.catchUp().then(() => {
    isOver = true;
  });
  for (let tick = 0; tick < 5; tick++) await Promise.resolve();
  expect(isOver).toBe(true);
  expect(mesh.findings()).toHaveLength(402);
});

test("the mesh is ready once the cluster is known and completely checked", async () => {
  const { mesh } = meshOfRoutes(200);
  let know = () => {};
  const prepared = mesh.prepare(
    new Promise((resolve) => {
      know = resolve;
    }),
  );
  await moment();
  expect(mesh.isPrepared()).toBe(false);
  know();
  await prepared;
  expect(mesh.isPrepared()).toBe(true);
});

test("ingress pods without a workload are included once a walk has found them", () => {
  const gateway = {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: "edge", namespace: "demo" },
    spec: { selector: { istio: "edge" }, servers: [] },
  };
  const [gateways, nothing]: (readonly object[])[] = [[gateway], []];
  const list = (kind: Kind) => (kind === "Gateway" ? gateways : nothing);
  let pods: readonly NamedPodSet[] = [];
  const mesh = meshOf({ list } as unknown as ClusterCache, "lamia-system", undefined, { known: () => pods });
  const codes = () => mesh.findingsOf("Gateway", "demo", "edge").map(({ check }) => check);
  expect(codes()).toContain("gateway-has-workload");
  pods = [{ namespace: "system", name: "edge-0", labels: { istio: "edge" }, namedPorts: {} }];
  expect(codes()).not.toContain("gateway-has-workload");
});
