import { afterAll, beforeAll, expect, test } from "vitest";
import type { GatewayDetails } from "@/lib/api/gateway";
import { readGateway } from "@/lib/server/operations/gateways";
import { readTakeOver, takeOverRecords } from "@/lib/server/operations/take-over";
import { call } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  hostOf,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

/** Walks of hosts that get only records: address, zone, delegation, record, and what answers there; no certificate. */

const gateways = { group: "networking.istio.io", plural: "gateways" };
const namespaces = { group: "", plural: "namespaces" };
const secrets = { group: "", plural: "secrets" };
let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
});
afterAll(async () => panel?.close());

interface Wanted {
  plain: string[];
  secured?: string[];
  dnsRecords?: "all" | "secured";
}

/** A Gateway with a plain HTTP server and, with `secured`, an HTTPS server whose first host is a Secured Host. */
function put(name: string, { plain, secured = [], dnsRecords }: Wanted, namespace = "vamp-demo") {
  const annotations = {
    ...(secured[0] ? { "lamia.dev/secured-hosts": `443=${secured[0]}` } : {}),
    ...(dnsRecords ? { "lamia.dev/dns_records": dnsRecords } : {}),
  };
  const server = (number: number, protocol: string, hosts: string[], tls?: object) => ({
    port: { number, name: protocol.toLowerCase(), protocol },
    hosts,
    ...(tls ? { tls } : {}),
  });
  panel.sandbox.kubernetes.objects.put(gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace, annotations },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        ...(plain.length > 0 ? [server(80, "HTTP", plain)] : []),
        ...(secured.length > 0
          ? [server(443, "HTTPS", secured, { mode: "SIMPLE", credentialName: `${name}-tls` })]
          : []),
      ],
    },
  });
}

function setForVirtualCluster(dnsRecords: string | null) {
  const { objects } = panel.sandbox.kubernetes;
  const found = objects.get(namespaces, undefined, "vamp-demo");
  if (!found) throw new Error("no Namespace");
  const { "lamia.dev/dns_records": _, ...annotations } = (found.metadata.annotations ?? {}) as Record<
    string,
    string
  >;
  objects.put(namespaces, {
    ...found,
    metadata: {
      ...found.metadata,
      annotations:
        dnsRecords === null ? annotations : { ...annotations, "lamia.dev/dns_records": dnsRecords },
    },
  });
}

const details = (name: string) =>
  call<GatewayDetails>(panel.cluster, readGateway, { params: { vc: "vamp-demo", name } });

async function stateOf(name: string, host: string) {
  const { dnsRecords } = await details(name);
  return dnsRecords.hosts.find((each) => each.host === host);
}

async function inZone(host: string) {
  const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
  const [zone] = await dns.zones();
  if (!zone) return [];
  const mark = `_lamia.${host.replace("*.", "_wildcard.")}`;
  return (await dns.records(zone)).filter(({ name }) => name === host || name === mark);
}

const hasRecords = (host: string) =>
  waitUntil(`${host} is in DNS`, async () => (await inZone(host)).length === 2);
const hasNone = (host: string) => waitUntil(`${host} is gone`, async () => (await inZone(host)).length === 0);

test("with dns_records: all, plain hosts and wildcards get records beside the Secured Host, and no certificate", async () => {
  const [secured, plain, wildcard] = [hostOf("main"), hostOf("plain"), `*.wild.democluster.net`];
  put("mixed", { plain: [plain, wildcard, "*", secured], secured: [secured], dnsRecords: "all" });
  await waitUntil("the Secured Host has a certificate", () =>
    panel.sandbox.kubernetes.objects.get(secrets, "istio-system", "mixed-tls"),
  );
  for (const host of [plain, wildcard])
    await waitUntil(`${host} is done`, async () => (await stateOf("mixed", host))?.state === "serving");
  const view = await details("mixed");
  expect(view.dnsRecords).toMatchObject({
    scope: "all",
    hosts: [
      { host: plain, port: 80, ours: true, canTakeOver: false, answersBy: "http", step: "reached" },
      { host: wildcard, port: 80, ours: true, answersBy: "http" },
    ],
    skipped: [{ part: "*" }],
  });
  expect(view.recordHosts).toEqual({ total: 2, attention: 0 });
  for (const host of [plain, wildcard])
    expect((await inZone(host)).map(({ type }) => type).sort()).toEqual(["A", "TXT"]);
  const reports = panel.cluster.live.get(`vamp-demo/mixed:80=${plain}`)?.reports ?? [];
  expect(reports.map(({ step }) => step)).toEqual(["address", "zone", "delegation", "record", "reached"]);
  const keys = panel.sandbox.kubernetes.objects
    .list(secrets)
    .map(({ metadata }) => metadata.annotations?.["lamia.dev/host"]);
  expect(keys).toContain(secured);
  expect(keys).not.toContain(plain);
});

test("without the setting, a plain host gets nothing; a virtual cluster’s setting counts until its Gateway says otherwise", async () => {
  const [own, except] = [hostOf("inherits"), hostOf("except")];
  put("inherits", { plain: [own] });
  put("except", { plain: [except], dnsRecords: "secured" });
  await waitUntil("the cache has both", () => panel.cluster.cache.get("Gateway", "vamp-demo", "except"));
  expect((await details("inherits")).dnsRecords).toEqual({ scope: "secured", hosts: [], skipped: [] });
  setForVirtualCluster("all");
  await hasRecords(own);
  expect(await inZone(except)).toEqual([]);
  setForVirtualCluster(null);
  await hasNone(own);
  expect(panel.cluster.index.targetsOf(own)).toEqual([]);
});

test("a foreign record is never touched until you take it over; a host that goes takes its own record with it", async () => {
  const host = hostOf("foreign");
  const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
  const [zone] = await dns.zones();
  if (!zone) throw new Error("no zone");
  const theirs = { name: host, type: "A" as const, ttlSeconds: 77, values: ["203.0.113.1"] };
  await dns.change(zone, [{ seen: null, next: theirs }]);
  put("foreign", { plain: [host, hostOf("beside")], dnsRecords: "all" });
  await waitUntil("it is blocked", async () => (await stateOf("foreign", host))?.canTakeOver);
  await hasRecords(hostOf("beside"));
  expect(await inZone(host)).toEqual([theirs]);
  const params = { vc: "vamp-demo", name: "foreign", host };
  const body = await call(panel.cluster, readTakeOver, { params });
  await call(panel.cluster, takeOverRecords, { params, body });
  await waitUntil("it is ours", async () => (await stateOf("foreign", host))?.ours);
  put("foreign", { plain: [host], dnsRecords: "all" });
  await hasNone(hostOf("beside"));
  expect(await inZone(host)).toHaveLength(2);
});

test("a Secured Host that becomes a plain host keeps its record and loses its keys; and back", async () => {
  const host = hostOf("turns");
  put("turns", { plain: [], secured: [host], dnsRecords: "all" });
  await waitUntil("it has a certificate", () =>
    panel.sandbox.kubernetes.objects.get(secrets, "istio-system", "turns-tls"),
  );
  put("turns", { plain: [host], dnsRecords: "all" });
  await waitUntil("it gets only records", async () => (await stateOf("turns", host))?.state === "serving");
  await waitUntil(
    "its keys are gone",
    () => !panel.sandbox.kubernetes.objects.get(secrets, "istio-system", "turns-tls"),
  );
  expect(await inZone(host)).toHaveLength(2);
  put("turns", { plain: [], secured: [host], dnsRecords: "all" });
  await waitUntil("it has a new one", () =>
    panel.sandbox.kubernetes.objects.get(secrets, "istio-system", "turns-tls"),
  );
});

const changes = () => panel.sandbox.dns.zones.ofDnsName("democluster.net.")?.changes.length ?? 0;

test("each of twenty hosts of one server gets its record and mark in one change, and none twice", async () => {
  const hosts = Array.from({ length: 20 }, (_, index) => hostOf(`many-${index}`));
  const before = changes();
  put("many", { plain: hosts, dnsRecords: "all" });
  const isWritten = (host: string) => reportOf(panel, "many", host, "record", 80)?.state === "done";
  await waitUntil("all are in DNS", () => hosts.every(isWritten));
  expect(changes() - before).toBeLessThanOrEqual(hosts.length);
});
