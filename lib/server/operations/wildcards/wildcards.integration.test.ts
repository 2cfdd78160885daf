import { afterAll, beforeAll, expect, test } from "vitest";
import type { WildcardResults, WildcardReview, Wildcards } from "@/lib/api/wildcard";
import { createGateway } from "@/lib/server/operations/gateways";
import { call, thrownProblem } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  putRoute,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";
import { giveBackWildcard, listWildcards, reviewWildcard, useWildcard } from "./operations";

let panel: TestPanel;
const vc = "vamp-demo";
const domain = "many.democluster.net";
const params = { vc, domain };
const names = ["one", "two", "three", "four", "five"];
const gateways = { group: "networking.istio.io", plural: "gateways" };

beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
  for (const name of names) await create(name, `${name}.${domain}`);
  await create("deeper", `very.deep.${domain}`);
  for (const name of names) await served(name, `${name}.${domain}`);
});
afterAll(async () => panel?.close());

async function create(name: string, host: string): Promise<void> {
  putRoute(panel.sandbox, name, host);
  const server = { securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" };
  await call(panel.cluster, createGateway, { params: { vc }, body: { name, servers: [server] } });
}

const reportsOf = (name: string, host: string) =>
  panel.cluster.live.get(`${vc}/${name}:443=${host}`)?.reports ?? [];
const certificateOf = (name: string) =>
  reportsOf(name, `${name}.${domain}`).find(({ step, state }) => step === "certificate" && state === "done")
    ?.fact as { names: string[]; serial: string } | undefined;
const served = (name: string, host: string) =>
  waitUntil(`${name} serves`, () =>
    reportsOf(name, host).some(({ step, state }) => step === "serving" && state === "done"),
  );
const orders = () => panel.sandbox.counts.ordersCreated;
const annotationsOf = (name: string) =>
  panel.sandbox.kubernetes.objects.get(gateways, vc, name)?.metadata.annotations ?? {};
const list = (query = {}) => call<Wildcards>(panel.cluster, listWildcards, { params: { vc }, query });
const review = () => call<WildcardReview>(panel.cluster, reviewWildcard, { params });
const use = (body: object) => call<WildcardResults>(panel.cluster, useWildcard, { params, body });
const giveBack = (body: object) => call<WildcardResults>(panel.cluster, giveBackWildcard, { params, body });

test("is offered for five hosts of one domain, with what it covers, what not, and why", async () => {
  const { offers, used } = await list();
  expect(offers).toMatchObject([{ domain, gateways: 5, hosts: 5, waiting: 0, reason: "many" }]);
  expect(used).toEqual([]);
  expect((await list({ gateway: "one" })).offers).toHaveLength(1);
  expect((await list({ gateway: "deeper" })).offers).toEqual([]);
  expect(await review()).toMatchObject({
    names: [`*.${domain}`, domain],
    gateways: names.toSorted().map((name) => ({ name, hosts: [`${name}.${domain}`], waiting: 0 })),
    left: [{ gateway: "deeper", host: `very.deep.${domain}`, why: "below" }],
    sharing: [],
    exists: false,
    obstacle: null,
  });
});

test("isn't used if a gateway has changed since the review, or isn't one of it, and nothing is written", async () => {
  const seen = await review();
  const other = await thrownProblem(use({ gateways: ["one", "deeper"], revision: seen.revision }));
  expect(other.status).toBe(409);
  await create("six", `six.${domain}`);
  await waitUntil("the new gateway is known", () => reportsOf("six", `six.${domain}`).length > 0);
  const problem = await thrownProblem(use({ gateways: names, revision: seen.revision }));
  expect(problem).toMatchObject({ status: 409, current: { domain } });
  expect((problem.current as WildcardReview).gateways.map(({ name }) => name)).toContain("six");
  expect(annotationsOf("one")).not.toHaveProperty(["lamia.dev/certificate_scope"]);
});

test("is used by all chosen gateways with one order, and the others keep their certificates", async () => {
  await served("six", `six.${domain}`);
  const before = orders();
  const own = certificateOf("six")?.serial;
  const { revision } = await review();
  const { results } = await use({ gateways: names, revision });
  expect(results.map(({ problem }) => problem)).toEqual(names.map(() => null));
  await waitUntil("all use the wildcard", () =>
    names.every((name) => certificateOf(name)?.names.includes(`*.${domain}`)),
  );
  expect(new Set(names.map((name) => certificateOf(name)?.serial)).size).toBe(1);
  expect(orders()).toBe(before + 1);
  expect(annotationsOf("one")).toMatchObject({ "lamia.dev/certificate_scope": "zone" });
  expect(certificateOf("six")?.serial).toBe(own);
  expect(await list()).toMatchObject({ offers: [], used: [{ domain, gateways: 5 }] });
  expect((await review()).exists).toBe(true);
});

test("is given back without an order, and each gateway has a certificate of its own again", async () => {
  const { revision, sharing } = await review();
  const two = sharing.map(({ name }) => name).slice(0, 2);
  const before = orders();
  await giveBack({ gateways: two, revision });
  await waitUntil("two have their own", () =>
    two.every((name) => certificateOf(name)?.names.join() === `${name}.${domain}`),
  );
  // Lamia has kept them, and they are still good.
  expect(orders()).toBe(before);
  expect(annotationsOf(two[0] ?? "")).not.toHaveProperty(["lamia.dev/certificate_scope"]);
  expect(certificateOf(sharing[2]?.name ?? "")?.names).toContain(`*.${domain}`);
});

test("is not offered where it would cover a host of another virtual cluster, and can't be used there", async () => {
  const kinds = { namespaces: { group: "", plural: "namespaces" } };
  const { objects } = panel.sandbox.kubernetes;
  const { annotations } = objects.get(kinds.namespaces, undefined, vc)?.metadata ?? {};
  const labels = { "lamia.dev/managed": "true" };
  objects.put(kinds.namespaces, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "neighbour", labels, annotations },
  });
  const shared = "shared.democluster.net";
  const host = `theirs.${shared}`;
  objects.put(gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      name: "theirs",
      namespace: "neighbour",
      annotations: { "lamia.dev/secured-hosts": `443=${host}` },
    },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [host],
          tls: { mode: "SIMPLE", credentialName: "theirs-tls" },
        },
      ],
    },
  });
  await waitUntil("theirs is known", () => panel.cluster.index.targetsOf(host).length > 0);
  for (const name of names) await create(`late-${name}`, `${name}.${shared}`);
  await waitUntil("ours are known", () => panel.cluster.index.inFamily(shared).length === 6);
  expect((await list()).offers.map((offer) => offer.domain)).not.toContain(shared);
  const there = { vc, domain: shared };
  const seen = await call<WildcardReview>(panel.cluster, reviewWildcard, { params: there });
  expect(seen.obstacle?.note).toContain("a host of another virtual cluster");
  expect(JSON.stringify(seen)).not.toContain("theirs");
  const body = { gateways: seen.gateways.map(({ name }) => name), revision: seen.revision };
  expect((await thrownProblem(call(panel.cluster, useWildcard, { params: there, body }))).status).toBe(409);
});

test("is offered to hosts that wait because the CA has asked for a pause", async () => {
  const held = "held.democluster.net";
  const kind = { gateway: "held-one" };
  panel.sandbox.levers.caRetryAfterSeconds = 3600;
  for (const name of ["one", "two"]) await create(`held-${name}`, `${name}.${held}`);
  await waitUntil("the pause is known", async () => (await list(kind)).offers.length > 0);
  expect((await list(kind)).offers).toMatchObject([{ domain: held, waiting: 2, reason: "limit" }]);
  const seen = await call<WildcardReview>(panel.cluster, reviewWildcard, { params: { vc, domain: held } });
  expect(seen.hindrance?.message).toContain("orders nothing new");
});
