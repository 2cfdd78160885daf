import { expect, test } from "vitest";
import { searchObjects } from "./search";

const gateway = {
  kind: "Gateway",
  metadata: {
    name: "shop",
    namespace: "demo",
    annotations: { "lamia.dev/secured-hosts": "443=shop.example.com" },
  },
  spec: { servers: [{ hosts: ["shop.example.com"], port: { number: 443, protocol: "HTTPS" } }] },
};
const lists: Record<string, object[]> = {
  Gateway: [gateway],
  Service: [
    {
      metadata: { name: "ingress", namespace: "istio-system" },
      spec: {},
      status: { loadBalancer: { ingress: [{ ip: "203.0.113.9" }, { hostname: "lb-7.example.org" }] } },
    },
    { metadata: { name: "billing", namespace: "demo" }, spec: { externalName: "Billing.example.net" } },
  ],
  ServiceEntry: [
    {
      metadata: { name: "payments", namespace: "demo" },
      spec: {
        hosts: ["api.payments.test"],
        addresses: ["192.0.2.40"],
        endpoints: [{ address: "192.0.2.41" }],
      },
    },
  ],
};
const fact = { ipv4: ["203.0.113.9"], ipv6: [], hostname: null };
const cluster = {
  cache: { list: (kind: string) => lists[kind] ?? [] },
  live: { get: () => ({ reports: [{ step: "address", state: "done", fact }] }) },
} as unknown as Parameters<typeof searchObjects>[0];
const found = (q: string) =>
  searchObjects(cluster, q, 10).map(({ kind, name, context }) => [kind, name, context]);

test("a gateway and a load balancer are found by their address", () => {
  expect(found("203.0.113.9")).toEqual([
    ["Gateway", "shop", "203.0.113.9"],
    ["Service", "ingress", "203.0.113.9"],
  ]);
  expect(found("LB-7.example")).toEqual([["Service", "ingress", "lb-7.example.org"]]);
});

test("a service entry is found by its addresses, and a service by its external name", () => {
  expect(found("192.0.2.41")).toEqual([["ServiceEntry", "payments", "192.0.2.41"]]);
  expect(found("192.0.2.40")).toEqual([["ServiceEntry", "payments", "192.0.2.40"]]);
  expect(found("billing.example")).toEqual([["Service", "billing", "billing.example.net"]]);
});

test("an internationalized host is found by both of its forms, and by parts of them", () => {
  const at = { cache: { list: (kind: string) => (kind === "Gateway" ? [munich] : []) }, live: cluster.live };
  const munich = {
    metadata: {
      name: "m",
      namespace: "demo",
      annotations: { "lamia.dev/secured-hosts": "443=xn--mnchen-3ya.example" },
    },
    spec: { servers: [] },
  };
  for (const text of ["Münch", "xn--mnchen-3ya", "münchen.example"])
    expect(searchObjects(at as unknown as typeof cluster, text, 10)).toMatchObject([
      { name: "m", context: "443=xn--mnchen-3ya.example" },
    ]);
});

test("a gateway says which of its hosts can be diagnosed", () => {
  expect(searchObjects(cluster, "shop", 1)).toMatchObject([{ kind: "Gateway", host: "shop.example.com" }]);
});
