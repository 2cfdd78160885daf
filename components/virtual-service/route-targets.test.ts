import { expect, test } from "vitest";
import type { MeshObject } from "@/lib/api/mesh-object";
import { routeTargets } from "./route-targets";

function listed<Form>(name: string, form: Form): MeshObject<Form> {
  const rest = { kind: "", errors: 0, warnings: 0, createdAt: "", resourceVersion: "1" };
  return { name, virtualCluster: "vamp-demo", form, ...rest };
}
const common = { labels: {}, metadata: {} };
const targets = routeTargets({
  virtualCluster: "vamp-demo",
  services: [
    listed("shop", {
      ...common,
      name: "shop",
      selector: {},
      ports: [{ port: 9191, protocol: "TCP" as const, name: "http" }],
    }),
  ],
  destinationRules: [
    listed("shop-rule", {
      ...common,
      name: "shop-rule",
      service: "shop.vamp-demo.svc.cluster.local",
      subsets: [{ name: "subset1", labels: { version: "1.0" } }],
    }),
  ],
  serviceEntries: [
    listed("api", {
      ...common,
      name: "api",
      hosts: ["api.example.com"],
      ports: [{ port: 443, protocol: "HTTPS" as const }],
    }),
  ],
});

test("services and hosts of service entries can be destinations", () => {
  expect(targets.destinations.map(({ value }) => value)).toEqual(["shop", "api.example.com"]);
});

test("ports and subsets are the destination's, by its short and its full name", () => {
  for (const host of ["shop", "shop.vamp-demo.svc.cluster.local"]) {
    expect(targets.portsOf(host).map(({ value }) => value)).toEqual(["9191"]);
    expect(targets.subsetsOf(host)).toEqual([{ value: "subset1", label: "subset1", hint: "version=1.0" }]);
  }
  expect(targets.portsOf("api.example.com").map(({ value }) => value)).toEqual(["443"]);
});

test("nothing is offered for a destination elsewhere", () => {
  expect(targets.portsOf("shop.other.svc.cluster.local")).toEqual([]);
  expect(targets.subsetsOf("shop.other.svc.cluster.local")).toEqual([]);
});
