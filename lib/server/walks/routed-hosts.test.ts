import { describe, expect, test } from "vitest";
import type { ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { routedHosts } from "./routed-hosts";

const hosts = ["shop.test", "blog.test", "*.wild.test", "records.test"];
const target = (host: string) => ({ host, ...(host.startsWith("records.") ? { recordsOnly: true } : {}) });
const index = {
  hosts: () => hosts,
  targetsOf: (host: string) => hosts.filter((each) => each === host).map(target) as never,
};
const metadata = (name: string) => ({ name, namespace: "demo" });
const virtualService = (name: string, host: string, destination: string, gateways = ["edge"]) => ({
  metadata: metadata(name),
  spec: { hosts: [host], gateways, http: [{ route: [{ destination: { host: destination } }] }] },
});
const shopRoute = virtualService("shop", "shop.test", "shop");
const lists: Record<string, object[]> = {
  VirtualService: [shopRoute, virtualService("blog", "blog.test", "blog.other.svc.cluster.local")],
  Service: [
    { metadata: metadata("shop"), spec: { selector: { app: "shop" } } },
    { metadata: metadata("headless"), spec: {} },
  ],
};
const cache = { list: ((kind: string) => lists[kind] ?? []) as never };
const woken = (kind: string, object: object, previous: object | null = null, type = "modified") =>
  routedHosts({ kind, type, object, previous } as ClusterChange, index, cache);

describe("a VirtualService", () => {
  test("wakes the hosts of its current and previous routes", () => {
    expect(woken("VirtualService", shopRoute)).toEqual(["shop.test"]);
    expect(woken("VirtualService", virtualService("a", "blog.test", "x"), shopRoute)).toEqual([
      "blog.test",
      "shop.test",
    ]);
    expect(woken("VirtualService", virtualService("a", "b.wild.test", "x"))).toEqual(["*.wild.test"]);
    expect(woken("VirtualService", shopRoute, shopRoute, "deleted")).toEqual(["shop.test"]);
  });

  test("wakes the hosts of its wildcard, and the wildcards above its names", () => {
    expect(woken("VirtualService", virtualService("a", "*.test", "x"))).toEqual([
      "shop.test",
      "blog.test",
      "*.wild.test",
    ]);
    expect(woken("VirtualService", virtualService("a", "Deep.b.wild.test", "x"))).toEqual(["*.wild.test"]);
  });

  test("wakes no host that gets only records", () => {
    expect(woken("VirtualService", virtualService("a", "records.test", "x"))).toEqual([]);
  });

  test("wakes no host when only its status changes", () => {
    expect(woken("VirtualService", { ...shopRoute, status: { a: 1 } }, shopRoute)).toEqual([]);
  });
});

test("the targets of a route wake its hosts, by short or full name, and no others", () => {
  const rule = (host: string) => ({ metadata: metadata("rule"), spec: { host } });
  expect(woken("DestinationRule", rule("shop"))).toEqual(["shop.test"]);
  expect(woken("DestinationRule", rule("blog.other.svc.cluster.local"))).toEqual(["blog.test"]);
  expect(woken("DestinationRule", rule("*.svc.cluster.local"))).toEqual(["shop.test", "blog.test"]);
  expect(woken("DestinationRule", rule("unused"))).toEqual([]);
  expect(woken("Service", { metadata: metadata("shop"), spec: {} })).toEqual(["shop.test"]);
  expect(woken("Service", { metadata: { name: "shop", namespace: "elsewhere" }, spec: {} })).toEqual([]);
});

describe("a Deployment", () => {
  const deployment = (readyReplicas: number, labels: object = { app: "shop", version: "v1" }) => ({
    metadata: metadata("shop-v1"),
    spec: { template: { metadata: { labels } } },
    status: { readyReplicas },
  });

  test("wakes the hosts behind its Services when its first pod becomes ready, or its last one stops being ready", () => {
    expect(woken("Deployment", deployment(1), deployment(0))).toEqual(["shop.test"]);
    expect(woken("Deployment", deployment(0), deployment(2))).toEqual(["shop.test"]);
    expect(woken("Deployment", deployment(1), deployment(1), "deleted")).toEqual(["shop.test"]);
    expect(woken("Deployment", deployment(1, { app: "other" }), deployment(1))).toEqual(["shop.test"]);
  });

  test("wakes no host while only the number of its ready pods changes", () => {
    expect(woken("Deployment", deployment(2), deployment(1))).toEqual([]);
    expect(woken("Deployment", deployment(0), null, "added")).toEqual([]);
    expect(woken("Deployment", deployment(1, { app: "other" }), null, "added")).toEqual([]);
  });
});
