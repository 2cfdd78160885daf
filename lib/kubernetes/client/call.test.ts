import { expect, test } from "vitest";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { describeCall, pathOf } from "./call";

test("core and grouped resources have different roots", () => {
  expect(pathOf({ verb: "get", resource: kinds.Namespace, name: "demo" })).toBe("/api/v1/namespaces/demo");
  expect(pathOf({ verb: "get", resource: kinds.Gateway, namespace: "demo", name: "shop" })).toBe(
    "/apis/networking.istio.io/v1/namespaces/demo/gateways/shop",
  );
});

test("a list without a namespace covers the whole cluster, and omits empty parameters", () => {
  const query = { labelSelector: "a=b", continue: undefined, limit: 500 };
  expect(pathOf({ verb: "list", resource: kinds.Secret, query })).toBe(
    "/api/v1/secrets?labelSelector=a%3Db&limit=500",
  );
});

test("names can't break out of their position in the path", () => {
  const odd = ["", ".", "..", "../secrets", "a/b", "%2e%2e", "a\0", "\ud800"];
  for (const name of odd) {
    expect(() => pathOf({ verb: "delete", resource: kinds.Service, namespace: "demo", name })).toThrow(
      "can’t be the name of an object",
    );
    expect(() => pathOf({ verb: "list", resource: kinds.Service, namespace: name })).toThrow(
      "can’t be the name of an object",
    );
  }
  const path = pathOf({ verb: "get", resource: kinds.Gateway, namespace: "a?b", name: "c#d" });
  expect(path).toBe("/apis/networking.istio.io/v1/namespaces/a%3Fb/gateways/c%23d");
});

test("a call is described in RBAC's terms", () => {
  expect(describeCall({ verb: "patch", resource: kinds.Gateway, namespace: "demo", name: "shop" })).toBe(
    "patch gateways.networking.istio.io shop in namespace demo",
  );
});
