import { expect, it } from "vitest";
import { serviceOfHost } from "./destination-rule-details";

it("a short name is a service in the rule's namespace, and a full name says which", () => {
  expect(serviceOfHost("shop", "demo")).toEqual({ namespace: "demo", name: "shop" });
  expect(serviceOfHost("shop.other.svc.cluster.local", "demo")).toEqual({ namespace: "other", name: "shop" });
});

it("a name outside the cluster or a wildcard is no service", () => {
  expect(serviceOfHost("api.example.com", "demo")).toBeNull();
  expect(serviceOfHost("*.demo.svc.cluster.local", "demo")).toBeNull();
});
