import { expect, test } from "vitest";
import { describeCall, pathOf } from "./call";
import { kinds } from "./kinds";

test("core and grouped resources have their own roots", () => {
  expect(pathOf({ verb: "get", resource: kinds.Namespace, name: "demo" })).toBe("/api/v1/namespaces/demo");
  expect(pathOf({ verb: "get", resource: kinds.Gateway, namespace: "demo", name: "shop" })).toBe(
    "/apis/networking.istio.io/v1/namespaces/demo/gateways/shop",
  );
});

test("a list without a namespace is of the whole cluster, and empty parameters are left out", () => {
  const query = { labelSelector: "a=b", continue: undefined, limit: 500 };
  expect(pathOf({ verb: "list", resource: kinds.Secret, query })).toBe(
    "/api/v1/secrets?labelSelector=a%3Db&limit=500",
  );
});

test("names cannot leave their place in the path", () => {
  const path = pathOf({ verb: "get", resource: kinds.Gateway, namespace: "a/b", name: "../secrets" });
  expect(path).toBe("/apis/networking.istio.io/v1/namespaces/a%2Fb/gateways/..%2Fsecrets");
});

test("a call is told in RBAC's words", () => {
  expect(describeCall({ verb: "patch", resource: kinds.Gateway, namespace: "demo", name: "shop" })).toBe(
    "patch gateways.networking.istio.io shop in namespace demo",
  );
});
