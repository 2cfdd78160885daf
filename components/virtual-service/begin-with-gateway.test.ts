import { expect, test } from "vitest";
import type { GatewayView } from "@/lib/api/gateway";
import { beginWith } from "./begin-with-gateway";

const service = (name: string, ...ports: number[]) => ({
  name,
  form: {
    name,
    labels: {},
    metadata: {},
    selector: {},
    ports: ports.map((port) => ({ port, protocol: "TCP" as const })),
  },
});
const gateway = {
  securedHosts: [{ host: "shop.democluster.net" }],
  servers: [{ hosts: ["*", "vamp-demo/a.example.com", "plain.example.com"] }],
} as unknown as GatewayView;
const nothing = { gateway: undefined, services: [], total: 0 };

test("a gateway supplies its Secured Host, and the only service its port", () => {
  const found = { gateway, services: [service("shop", 9191)], total: 1 };
  expect(beginWith({ gateway: "shop", host: null }, found)).toMatchObject({
    hosts: ["shop.democluster.net"],
    gateways: ["shop"],
    routes: [{ weights: [{ destination: "shop", port: 9191, weight: 100 }] }],
  });
});

test("without a Secured Host, the first host that names a site is used; query parameters come first", () => {
  const plain = { ...nothing, gateway: { ...gateway, securedHosts: [] } };
  expect(beginWith({ gateway: "shop", host: null }, plain).hosts).toEqual(["plain.example.com"]);
  expect(beginWith({ gateway: "shop", host: "b.example.com" }, plain).hosts).toEqual(["b.example.com"]);
});

test("with several services none is selected, and with several ports none either", () => {
  const several = { ...nothing, services: [service("a", 1), service("b", 2)], total: 2 };
  expect(beginWith({ gateway: "shop", host: null }, several).routes[0]?.weights).toEqual([
    { destination: "", weight: 100 },
  ]);
  const ports = { ...nothing, services: [service("a", 1, 2)], total: 1 };
  expect(beginWith({ gateway: "shop", host: null }, ports).routes[0]?.weights).toEqual([
    { destination: "a", weight: 100 },
  ]);
});
