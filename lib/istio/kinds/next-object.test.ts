import { expect, test } from "vitest";
import type { KubernetesObject } from "@/lib/model/object";
import { nextObject } from "./edited-object";

const current = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: {
    name: "shop",
    namespace: "vamp-demo",
    labels: { team: "shop" },
    annotations: { "lamia.dev/owner": "me", "tool.example.com/hash": "1" },
  },
  spec: {
    hosts: ["shop.example.com"],
    gateways: ["gw-1"],
    exportTo: ["."],
    http: [{ route: [{ destination: { host: "shop" } }], mirror: { host: "shadow" } }],
  },
} as KubernetesObject;

const form = {
  name: "shop",
  labels: {},
  metadata: {},
  hosts: ["shop.example.com"],
  gateways: [],
  routes: [{ protocol: "http", condition: "", weights: [{ destination: "shop", weight: 100 }] }],
};

test("fields that no form writes stay, and fields that the form emptied are removed", () => {
  const next = nextObject("VirtualService", form, "vamp-demo", current) as KubernetesObject & {
    spec: Record<string, unknown>;
  };
  expect(next.spec.exportTo).toEqual(["."]);
  expect(next.spec.http).toEqual([
    { route: [{ destination: { host: "shop" } }], mirror: { host: "shadow" } },
  ]);
  expect(next.metadata.annotations).toEqual({ "tool.example.com/hash": "1" });
  expect(next.spec.gateways).toBeUndefined();
  expect(next.metadata.labels).toBeUndefined();
});

test("without a current object, there are only the form's fields", () => {
  const next = nextObject("VirtualService", form, "vamp-demo", null);
  expect(next.metadata).toEqual({ name: "shop", namespace: "vamp-demo" });
});
