import { expect, it } from "vitest";
import { serviceOfHost } from "./destination-rule-details";

it("a short name is a service beside the rule, a full one where it says", () => {
  expect(serviceOfHost("shop", "demo")).toEqual({ namespace: "demo", name: "shop" });
  expect(serviceOfHost("shop.other.svc.cluster.local", "demo")).toEqual({ namespace: "other", name: "shop" });
});

it("a name outside the cluster, or of many, is no service", () => {
  expect(serviceOfHost("api.example.com", "demo")).toBeNull();
  expect(serviceOfHost("*.demo.svc.cluster.local", "demo")).toBeNull();
});
