import { expect, it } from "vitest";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { usesOfHost } from "./service-details";

function rule(name: string, service: string) {
  return { name, virtualCluster: "demo", form: { service } } as MeshObject<DestinationRuleForm>;
}
function virtualService(name: string, ...destinations: string[]) {
  const routes = [{ weights: destinations.map((destination) => ({ destination, weight: 1 })) }];
  return { name, virtualCluster: "demo", form: { routes } } as MeshObject<VirtualServiceForm>;
}

const all = {
  destinationRules: [
    rule("short", "shop"),
    rule("full", "shop.demo.svc.cluster.local"),
    rule("cart", "cart"),
  ],
  virtualServices: [virtualService("split", "cart", "shop"), virtualService("cart-only", "cart")],
};

it("objects that name a service, short or in full, use it", () => {
  const { destinationRules, virtualServices } = usesOfHost("shop", "demo", all);
  expect(destinationRules.map(({ name }) => name)).toEqual(["short", "full"]);
  expect(virtualServices.map(({ name }) => name)).toEqual(["split"]);
});

it("a short name doesn't mean the service of the same name in another namespace", () => {
  expect(usesOfHost("shop.other.svc.cluster.local", "demo", all).destinationRules).toEqual([]);
});
