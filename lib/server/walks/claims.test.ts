import { expect, test } from "vitest";
import { familyOf } from "@/lib/model/hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { claimsNowOf, claimsOf } from "./claims";

function indexOf(hosts: readonly string[], sharing: readonly string[] = []) {
  const all = hosts.map<SecuredHost>((host) => ({
    host,
    port: 443,
    gateway: { namespace: "a", name: host },
    selector: {},
    server: null,
    ...(sharing.includes(host) ? { certificateScope: "zone" as const } : {}),
  }));
  return {
    targetsOf: (host: string) => all.filter((each) => each.host === host),
    inFamily: (family: string) => all.filter((each) => familyOf(each.host) === family),
    sharing: (id: string) => all.filter((each) => each.certificateScope === "zone" && id === "*.x.net"),
  };
}

const hostsOf = (hosts: readonly string[], host: string) =>
  claimsOf(indexOf(hosts), host).map((claim) => claim.host);

test("a name without a wildcard that covers it is decided alone", () => {
  expect(hostsOf(["a.x.net", "b.x.net", "*.y.net"], "a.x.net")).toEqual(["a.x.net"]);
});

test("a wildcard and the names one label below it are decided together, and with no others", () => {
  const hosts = ["*.x.net", "a.x.net", "b.x.net", "c.b.x.net", "x.net", "a.y.net"];
  for (const host of ["*.x.net", "a.x.net"])
    expect(hostsOf(hosts, host)).toEqual(["*.x.net", "a.x.net", "b.x.net"]);
  expect(hostsOf(hosts, "c.b.x.net")).toEqual(["c.b.x.net"]);
});

test("hosts that share a wildcard certificate claim the wildcard, once for each Gateway, beside their own names", () => {
  const sharing = ["a.x.net", "x.net"];
  const seen = claimsOf(indexOf(["a.x.net", "x.net", "b.x.net", "c.y.net"], sharing), "b.x.net");
  expect(seen.map(({ host, gateway, isForDomain }) => [host, gateway.name, isForDomain === true])).toEqual([
    ["a.x.net", "a.x.net", false],
    ["b.x.net", "b.x.net", false],
    ["*.x.net", "a.x.net", true],
    ["*.x.net", "x.net", true],
  ]);
  const real = claimsOf(indexOf(["*.x.net", "b.x.net"], ["*.x.net"]), "b.x.net");
  expect(real.filter(({ host }) => host === "*.x.net")).toMatchObject([{ gateway: { name: "*.x.net" } }]);
  expect(real.some(({ isForDomain }) => isForDomain)).toBe(false);
});

function clusterOf(status: number, isConnected = true) {
  const gateway = (namespace: string, host: string) => ({
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { namespace, name: "shop", annotations: { "lamia.dev/secured-hosts": `443=${host}` } },
    spec: {},
  });
  const items = [
    gateway("a", "a.x.net"),
    gateway("b", "*.x.net"),
    gateway("gone", "a.x.net"),
    gateway("a", "a.y.net"),
    gateway("b", "b.y.net"),
  ];
  const body = {
    kind: "GatewayList",
    apiVersion: "networking.istio.io/v1",
    metadata: { resourceVersion: "1" },
    items,
  };
  const namespaces = ["a", "b"].map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "lamia.dev/managed": "true" } },
  }));
  const cache = {
    stateOf: () => ({ state: isConnected ? "connected" : "connecting" }),
    get: (_kind: string, _none: null, name: string) =>
      namespaces.find(({ metadata }) => metadata.name === name) ?? null,
  };
  const client = { send: async () => ({ status, body, retryAfterSeconds: undefined }) };
  return { client, cache } as unknown as Parameters<typeof claimsNowOf>[0];
}

test("the current claims come from the API server, and those of released namespaces are marked", async () => {
  const now = await claimsNowOf(clusterOf(200))("a.x.net");
  expect(now?.claims.map(({ host, gateway }) => `${gateway.namespace} ${host}`).sort()).toEqual([
    "a a.x.net",
    "b *.x.net",
  ]);
  expect(now?.released.map(({ gateway }) => gateway.namespace)).toEqual(["gone"]);
  const alone = await claimsNowOf(clusterOf(200))("a.y.net");
  expect(alone?.claims.map(({ host }) => host)).toEqual(["a.y.net"]);
});

test("without a complete list of the Gateways, there is a doubt", async () => {
  expect(await claimsNowOf(clusterOf(403))("a.x.net")).toBeNull();
  expect(await claimsNowOf(clusterOf(200, false))("a.x.net")).toBeNull();
});
