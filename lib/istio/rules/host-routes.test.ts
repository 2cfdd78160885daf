import { expect, test } from "vitest";
import type { VirtualServiceObject } from "@/lib/model/istio-objects";
import { destinationRule, healthyMesh, host, service, virtualService } from "../testing/mesh";
import { checkedMesh } from "./checked-mesh";
import { hostRoutes, leadsTo } from "./host-routes";
import { checks } from "./index";
import { emptySnapshot, type MeshSnapshot } from "./mesh/snapshot";

const gateway = { namespace: "vamp-demo", name: "shop" };
const shopService = service("shop", "vamp-demo", { app: "shop" }, [9191]);
const full = "shop.vamp-demo.svc.cluster.local";
const toSubset = (subset: string) => [{ route: [{ destination: { host: "shop", subset } }] }];

function routes(
  virtualServices: VirtualServiceObject[],
  rest: Partial<MeshSnapshot> = {},
  { asked = host, wanted = 1, ready = 1 } = {},
) {
  const workload = { kind: "Deployment" as const, namespace: "vamp-demo", name: "shop-v1" };
  const mesh = {
    ...emptySnapshot(),
    virtualServices,
    services: [shopService],
    workloads: [{ ...workload, podLabels: { app: "shop", version: "v1" } }],
    destinationRules: [destinationRule("shop", ["v1", "v2"])],
    ...rest,
  };
  const checked = checkedMesh(checks, mesh);
  const podsOf = () => ({ wanted, ready });
  return hostRoutes(checked.mesh, { gateway, host: asked, virtualServices, podsOf });
}

test("nothing is broken in a healthy route", () => {
  expect(routes([virtualService("shop", [host], ["shop"])])).toEqual({
    bound: ["vamp-demo/shop"],
    takesEveryPath: true,
    names: [],
    elsewhere: [],
    broken: [],
  });
});

test("a VirtualService for the host that names another gateway is reported as such, whatever the case of its letters", () => {
  const { bound, elsewhere } = routes([
    virtualService("old", [host.toUpperCase()], ["other"]),
    virtualService("mesh", [host], []),
    virtualService("foreign", ["x.example"], ["other"]),
  ]);
  expect(bound).toEqual([]);
  expect(elsewhere).toEqual([
    { name: "vamp-demo/old", gateways: ["vamp-demo/other"] },
    { name: "vamp-demo/mesh", gateways: ["mesh"] },
  ]);
});

test("of several hosts, the narrowest counts, as in Envoy", () => {
  const all = virtualService("all", ["*"], ["shop"], [{ match: [{ uri: { prefix: "/" } }] }]);
  const narrow = virtualService("narrow", [host], ["shop"], [{ match: [{ uri: { prefix: "/api" } }] }]);
  expect(routes([all, narrow])).toMatchObject({ bound: ["vamp-demo/narrow"], takesEveryPath: false });
  expect(routes([all])).toMatchObject({ bound: ["vamp-demo/all"], takesEveryPath: true });
});

test("a route for only some requests doesn't cover every path", () => {
  const match = [{ uri: { prefix: "/" }, headers: { "x-user": { exact: "me" } } }];
  expect(routes([virtualService("shop", [host], ["shop"], [{ match }])]).takesEveryPath).toBe(false);
});

test("a wildcard is requested by the names one label below it that have routes", () => {
  const hosts = ["b.democluster.net", "a.democluster.net", "x.a.democluster.net", "*.democluster.net"];
  const { names } = routes([virtualService("many", hosts, ["shop"])], {}, { asked: "*.democluster.net" });
  expect(names).toEqual(["a.democluster.net", "b.democluster.net"]);
});

test("a destination without a Service, its port, its subset or its pods is named, with a remedy", () => {
  const why = (http: VirtualServiceObject["spec"]["http"], rest: Partial<MeshSnapshot> = {}, pods = {}) =>
    routes([virtualService("shop", [host], ["shop"], http)], rest, pods).broken;
  const plain = [{ route: [{ destination: { host: "shop" } }] }];
  expect(why(plain, { services: [] })).toMatchObject([
    { why: `No Service or ServiceEntry provides ${full}.` },
  ]);
  const port = [{ route: [{ destination: { host: "shop", port: { number: 80 } } }] }];
  expect(why(port)).toMatchObject([{ why: "Service vamp-demo/shop has no port 80, only 9191." }]);
  expect(why(toSubset("v9"))).toMatchObject([
    {
      why: `No DestinationRule for ${full} defines subset v9.`,
      remedy: expect.stringContaining("Add the subset v9"),
    },
  ]);
  expect(why(toSubset("v2"))).toMatchObject([
    { why: `No Deployment runs pods for ${full}, subset v2, with the labels app=shop, version=v2.` },
  ]);
  expect(why(toSubset("v1"))).toEqual([]);
  expect(why(plain, {}, { ready: 0 })).toMatchObject([
    { why: "No pod of Deployment shop-v1 is ready yet.", remedy: null },
  ]);
  expect(why(plain, {}, { wanted: 0, ready: 0 })).toMatchObject([
    {
      why: `${full} has no pods, because Deployment shop-v1 is scaled to 0.`,
      remedy: "Scale Deployment shop-v1 to at least 1 replica.",
    },
  ]);
});

test("the destinations of a delegate count, too", () => {
  const root = virtualService("root", [host], ["shop"], [{ delegate: { name: "part" } }]);
  const part = virtualService("part", [], [], toSubset("v9"));
  expect(routes([root, part]).broken).toMatchObject([{ why: expect.stringContaining("subset v9") }]);
});

test("the destinations of a gateway's routes count, and those of a mesh route don't", () => {
  expect(leadsTo(virtualService("shop", [host], ["shop"]), full)).toBe(true);
  expect(leadsTo(virtualService("shop", [host], []), full)).toBe(false);
  expect(leadsTo(virtualService("shop", [host], ["shop"]), "other.vamp-demo.svc.cluster.local")).toBe(false);
});

test("the healthy mesh of the checks has no broken destination", () => {
  const mesh = healthyMesh();
  const podsOf = () => ({ wanted: 1, ready: 1 });
  const asked = {
    gateway: { ...gateway, name: "gw-1" },
    host,
    virtualServices: mesh.virtualServices,
    podsOf,
  };
  expect(hostRoutes(checkedMesh(checks, mesh).mesh, asked)).toMatchObject({ broken: [], elsewhere: [] });
});
