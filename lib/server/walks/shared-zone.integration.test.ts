import { afterAll, beforeAll, expect, test } from "vitest";
import { providers } from "@/lib/dns/registry";
import type { RecordSet } from "@/lib/gateway/model";
import { readEnvironment } from "@/lib/server/environment";
import { clusterOf, type Panel, startPanel } from "@/lib/server/panel";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  putGateway,
  removeGateway,
  reportOf,
  startTestWorld,
  type TestWorld,
  waitUntil,
} from "@/lib/server/testing/test-panel";

/** Two installations of Lamia in two clusters, and external-dns, all with records in the same zone of the first world. */
const worlds: TestWorld[] = [];
const panels: Panel[] = [];
const gateways = { group: "networking.istio.io", plural: "gateways" };
const ownerId = { key: "external_dns_owner_id", secret: false } as (typeof providers.google.keys)[number];

beforeAll(async () => {
  const [first, second] = await Promise.all([startTestWorld(), startTestWorld()]);
  worlds.push(first, second);
  delegateAtOnce(first.sandbox);
  const metadata = { ...cloudDnsMetadata(first.sandbox), external_dns_owner_id: "lamia" };
  putMetadata(first.sandbox, [...providers.google.keys, ownerId], metadata);
  putMetadata(second.sandbox, providers.google.keys, metadata);
  const { KUBECONFIG, LAMIA_HOME, LAMIA_PROBE_ADDRESSES } = second.environment;
  for (const own of [{}, { KUBECONFIG, LAMIA_HOME, LAMIA_PROBE_ADDRESSES }])
    panels.push(await startPanel(readEnvironment({ NODE_ENV: "test", ...first.environment, ...own })));
  for (const panel of panels) await waitUntil("the runner starts", () => clusterOf(panel).walking);
});
afterAll(async () => {
  for (const each of panels) await each.close();
  for (const each of worlds) await each.close();
});

function part(index: 0 | 1) {
  const [panel, world] = [panels[index], worlds[index]];
  if (!panel || !world) throw new Error("not started");
  return { cluster: clusterOf(panel), sandbox: world.sandbox };
}

async function zoneOfFirst() {
  const { dns } = await part(0).cluster.worlds.worldFor("vamp-demo");
  const zone = (await dns.zones({ fresh: true })).find(({ apex }) => apex === "democluster.net");
  if (!zone) throw new Error("no zone");
  return { dns, zone };
}

async function recordsOf(name: string): Promise<string[]> {
  const { dns, zone } = await zoneOfFirst();
  // Challenges come and go beside them.
  const sets = (await dns.records(zone)).filter(
    (set) => set.name.includes(hostOf(name)) && !set.name.startsWith("_acme-challenge."),
  );
  return sets.flatMap((set) => set.values.map((value) => `${set.name} ${set.type} ${value}`)).sort();
}

function annotate(index: 0 | 1, name: string, gatewayAddress: string): void {
  const { objects } = part(index).sandbox.kubernetes;
  const gateway = objects.get(gateways, "vamp-demo", name);
  const annotations = { ...gateway?.metadata.annotations, "lamia.dev/gateway_address": gatewayAddress };
  objects.put(gateways, { ...gateway, metadata: { ...gateway?.metadata, annotations } });
}

const blockedRecord = (index: 0 | 1, name: string) =>
  waitUntil(`${name} is blocked`, () => {
    const report = reportOf(part(index), name, hostOf(name), "record");
    return report?.state === "blocked" && report;
  });

test("of two installations, the second says that the first owns the host, changes nothing, and follows once it is free", async () => {
  const [one, two] = [part(0), part(1)];
  putGateway(one.sandbox, "shared", hostOf("shared"));
  await waitUntil("the first serves", () => isServing(one, "shared"));
  const before = await recordsOf("shared");
  const { owner } = await one.cluster.worlds.worldFor("vamp-demo");
  // An address of its own, so that the records of the first would be wrong.
  putGateway(two.sandbox, "shared", hostOf("shared"));
  annotate(1, "shared", "127.0.95.9");
  const blocked = await blockedRecord(1, "shared");
  expect(blocked.note).toContain(`another installation of Lamia (${owner})`);
  removeGateway(two.sandbox, "shared");
  await waitUntil(
    "the second forgets it",
    () => reportOf(two, "shared", hostOf("shared"), "record") === undefined,
  );
  expect(await recordsOf("shared")).toEqual(before);

  putGateway(two.sandbox, "shared", hostOf("shared"));
  annotate(1, "shared", "127.0.95.9");
  await blockedRecord(1, "shared");
  removeGateway(one.sandbox, "shared");
  await waitUntil("the second writes its own", async () =>
    (await recordsOf("shared")).some((line) => line.endsWith(" A 127.0.95.9")),
  );
  expect((await recordsOf("shared")).join()).not.toContain(owner);
});

test("a host of external-dns stays its own, and Lamia's hosts carry what external-dns respects", async () => {
  const one = part(0);
  putGateway(one.sandbox, "marked", hostOf("marked"));
  await waitUntil("it serves", () => isServing(one, "marked"));
  const { owner } = await one.cluster.worlds.worldFor("vamp-demo");
  const mark = `heritage=external-dns,external-dns/owner=lamia,external-dns/resource=lamia/${owner}`;
  expect(await recordsOf("marked")).toContain(`a-${hostOf("marked")} TXT ${mark}`);
  removeGateway(one.sandbox, "marked");
  await waitUntil("all is removed", async () => (await recordsOf("marked")).length === 0);

  const { dns, zone } = await zoneOfFirst();
  const theirs = "heritage=external-dns,external-dns/owner=default,external-dns/resource=ingress/web/theirs";
  const sets: RecordSet[] = [
    { name: hostOf("theirs"), type: "A", ttlSeconds: 300, values: ["203.0.113.9"] },
    { name: `a-${hostOf("theirs")}`, type: "TXT", ttlSeconds: 300, values: [theirs] },
  ];
  await dns.change(
    zone,
    sets.map((next) => ({ seen: null, next })),
  );
  putGateway(one.sandbox, "theirs", hostOf("theirs"));
  // The name servers may have the records a moment later than the provider.
  const owns = "external-dns owns the records of theirs.democluster.net (owner default";
  await waitUntil(owns, async () => (await blockedRecord(0, "theirs")).note.includes(owns));
  expect(await recordsOf("theirs")).toHaveLength(sets.length);
});
