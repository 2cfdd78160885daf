import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "@/lib/model/object";
import { editedObject, readEdit } from "../kinds/edited-object";
import {
  destinationRule,
  gateway,
  healthyMesh,
  host,
  httpsServer,
  service,
  virtualService,
} from "../testing/mesh";
import { freeName, type OnlineWish, selectorOf } from "./existing";
import { type Existing, planOnline } from "./plan";

const namespace = "vamp-demo";
const nothing: Existing = { Service: [], DestinationRule: [], Gateway: [], VirtualService: [] };
const version = (name: string) => ({ deployment: `shop-${name}`, podLabels: { app: "shop", version: name } });
const wish: OnlineWish = {
  namespace,
  app: "shop",
  host,
  port: 9191,
  versions: [{ ...version("v1"), share: 100 }],
  allVersions: [version("v1"), version("v2")],
  otherPods: [{ app: "cart", version: "v1" }],
  portNames: { web: 9191 },
};
const shared: OnlineWish = {
  ...wish,
  versions: [
    { ...version("v1"), share: 90 },
    { ...version("v2"), share: 10 },
  ],
};

/** What the cluster would have, as the forms write it. */
function objectsOf(given: OnlineWish, existing: Existing = nothing) {
  const plan = planOnline(given, existing);
  if ("problems" in plan) throw new Error(JSON.stringify(plan.problems));
  return plan.objects.map(({ kind, name, current, form }) => {
    if (form === null) return { kind, name, isNew: false, spec: undefined };
    const read = readEdit(kind, form, current as KubernetesObject | null);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems));
    const { next } = editedObject(kind, read.form, namespace, current as KubernetesObject | null);
    const { spec, metadata } = next as KubernetesObject & { spec: Record<string, unknown> };
    return { kind, name, isNew: current === null, spec, annotations: metadata.annotations };
  });
}

function problemsOf(given: OnlineWish, existing: Existing = nothing) {
  const plan = planOnline(given, existing);
  return "problems" in plan ? plan.problems : [];
}

describe("in an empty namespace", () => {
  test("a service, a rule, a gateway and a virtual service lead from the host to the version", () => {
    expect(objectsOf(wish)).toMatchObject([
      {
        kind: "Service",
        name: "shop",
        isNew: true,
        spec: { selector: { app: "shop" }, ports: [{ port: 9191, targetPort: 9191, name: "http" }] },
      },
      {
        kind: "DestinationRule",
        name: "shop",
        spec: { host: "shop", subsets: [{ name: "v1", labels: { version: "v1" } }] },
      },
      {
        kind: "Gateway",
        name: "shop",
        annotations: { "lamia.dev/secured-hosts": `443=${host}` },
        spec: { servers: [{ hosts: [host], port: { number: 443, protocol: "HTTPS" } }] },
      },
      {
        kind: "VirtualService",
        name: "shop",
        spec: {
          hosts: [host],
          gateways: ["shop"],
          http: [{ route: [{ destination: { host: "shop", subset: "v1", port: { number: 9191 } } }] }],
        },
      },
    ]);
  });

  test("a second version gets its share", () => {
    const [, rule, , routes] = objectsOf(shared);
    expect(rule?.spec?.subsets).toHaveLength(2);
    expect(routes?.spec?.http).toMatchObject([
      {
        route: [
          { destination: { subset: "v1" }, weight: 90 },
          { destination: { subset: "v2" }, weight: 10 },
        ],
      },
    ]);
  });

  test("the only version needs no label that tells it apart, but several versions do", () => {
    const alone = { deployment: "shop", podLabels: { app: "shop" } };
    const one = { ...wish, allVersions: [alone], versions: [{ ...alone, share: 100 }] };
    expect(objectsOf(one).map(({ kind }) => kind)).toEqual(["Service", "Gateway", "VirtualService"]);
    const two = { ...one, allVersions: [alone, { ...alone, deployment: "shop-2" }] };
    expect(problemsOf(two)).toMatchObject([{ path: ["versions"] }]);
  });

  test("pods without a common label cannot have a service", () => {
    const pods = [{ tier: "a" }, { tier: "b" }].map((podLabels, at) => ({ deployment: `d${at}`, podLabels }));
    expect(problemsOf({ ...wish, allVersions: pods })).toMatchObject([{ path: ["app"] }]);
  });
});

describe("what exists is used", () => {
  test("all of the shop's objects as they are, except for the shares", () => {
    const { services, destinationRules, gateways, virtualServices } = healthyMesh();
    const shop = services.slice(0, 1).map(({ spec, ...rest }) => ({
      ...rest,
      spec: { ...spec, ports: [{ port: 80, targetPort: "web", name: "http" }] },
    }));
    const existing = {
      Service: shop,
      DestinationRule: destinationRules,
      Gateway: gateways,
      VirtualService: virtualServices,
    } as unknown as Existing;
    const planned = objectsOf(shared, existing);
    expect(planned.map(({ name, spec }) => [name, spec !== undefined])).toEqual([
      ["shop", false],
      ["shop", false],
      ["gw-1", false],
      ["shop", true],
    ]);
    expect(planned[3]?.spec?.http).toMatchObject([
      {
        route: [
          { destination: { port: { number: 80 } }, weight: 90 },
          { destination: { port: { number: 80 } }, weight: 10 },
        ],
      },
    ]);
  });

  test("but not a Service with another port, with fewer pods, or with other applications' pods", () => {
    const withPort = (name: string, selector: Record<string, string>, targetPort: number) => {
      const made = service(name, namespace, selector, [9191]);
      return { ...made, spec: { ...made.spec, ports: [{ port: 9191, targetPort }] } };
    };
    const Service = [
      withPort("shop", { app: "shop" }, 8080),
      withPort("v1", { app: "shop", version: "v1" }, 9191),
      withPort("all", {}, 9191),
    ];
    const others = { ...wish, otherPods: [{ app: "shop", tier: "cart" }] };
    expect(objectsOf(wish, { ...nothing, Service })[0]).toMatchObject({ name: "shop-2", isNew: true });
    const wide = [withPort("wide", { app: "shop" }, 9191)];
    expect(objectsOf(wish, { ...nothing, Service: wide })[0]).toMatchObject({ name: "wide", isNew: false });
    expect(objectsOf(others, { ...nothing, Service: wide })[0]).toMatchObject({ name: "shop", isNew: true });
  });

  test("and a rule gets the subset that it lacks, and keeps its own", () => {
    const DestinationRule = [destinationRule("rule", ["v2"])];
    const [, rule] = objectsOf(wish, { ...nothing, DestinationRule });
    expect(rule).toMatchObject({ name: "rule", isNew: false });
    expect(rule?.spec?.subsets).toMatchObject([{ name: "v2" }, { name: "v1", labels: { version: "v1" } }]);
  });

  test("and a Gateway with a certificate for the host, but not one without", () => {
    const named = (name: string, ...servers: Parameters<typeof gateway>[1]) => gateway(name, servers);
    const server = httpsServer(host, "own");
    const plain = { ...server, port: { number: 80, protocol: "HTTP" } };
    const passing = { ...server, tls: { mode: "PASSTHROUGH" } };
    const elsewhere = { ...server, hosts: [`other/${host}`] };
    const bare = { ...server, tls: { mode: "SIMPLE" } };
    const wildcard = { ...server, hosts: ["*.democluster.net"] };
    const nameFor = (...gateways: Existing["Gateway"]) =>
      objectsOf(wish, { ...nothing, Gateway: gateways }).find(({ kind }) => kind === "Gateway");
    expect(nameFor(named("gw", wildcard))).toMatchObject({ name: "gw", isNew: false });
    for (const each of [plain, passing, elsewhere, bare])
      expect(nameFor(named("shop", each))).toMatchObject({ name: "shop-2", isNew: true });
  });

  test("and a VirtualService with its own rules is not changed, and named", () => {
    const Gateway = [gateway("gw-1", [httpsServer(host)], `443=${host}`)];
    const routes = [{ match: [{ uri: { prefix: "/a" } }], route: [{ destination: { host: "a" } }] }];
    const ruled = virtualService("ruled", [host], ["gw-1"], routes);
    expect(problemsOf(wish, { ...nothing, Gateway, VirtualService: [ruled] })).toMatchObject([
      { path: ["host"], message: expect.stringContaining("ruled") },
    ]);
    const inside = virtualService("shop", [host], ["mesh"]);
    const beside = objectsOf(wish, { ...nothing, Gateway, VirtualService: [inside] });
    expect(beside.at(-1)).toMatchObject({ name: "shop-2", isNew: true });
  });
});

test("a selector never contains what tells versions apart", () => {
  expect(selectorOf([{ "app.kubernetes.io/name": "a", "pod-template-hash": "1", version: "v1" }])).toEqual({
    "app.kubernetes.io/name": "a",
  });
  expect(selectorOf([{ version: "v1", "pod-template-hash": "1" }])).toBeNull();
});

test("a free name is a DNS label that starts with a letter", () => {
  expect(freeName("shop", [{ metadata: { name: "shop" } }, { metadata: { name: "shop-2" } }])).toBe("shop-3");
  expect(freeName("1.4.2", [])).toBe("v1-4-2");
  expect(freeName(`a${".".repeat(80)}b`, [])).toBe("a-b");
});
