import { afterAll, beforeAll, expect, test } from "vitest";
import { challengeZoneKey } from "@/lib/dns/challenge-zone";
import { manual } from "@/lib/dns/manual/manual";
import { providers } from "@/lib/dns/registry";
import type { StepId } from "@/lib/gateway/steps";
import { awaitedOf, type Report } from "@/lib/gateway/walk/report";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { acmeDnsSecretName } from "@/lib/kubernetes/vault/acme-dns-secret";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  putGateway,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;
beforeAll(async () => {
  panel = await startTestPanel();
  putMetadata(panel.sandbox, manual.keys, { manual_zones: "handmade.net" });
});
afterAll(async () => panel?.close());

const host = "shop.handmade.net";
const stepOf = (step: StepId, name = "hand", of = host) => reportOf(panel, name, of, step);
const wake = () => panel.cluster.walking?.runner.wake(host, { fresh: true });

async function isServing(name: string, of: string): Promise<void> {
  await waitUntil(`${of} is serving`, () => {
    const reports = panel.cluster.live.get(`vamp-demo/${name}:443=${of}`)?.reports ?? [];
    return walkStateOf(reports) === "serving";
  });
}

interface ShownZone {
  nameServers: string[];
  records: { name: string; type: string; values: string[] }[];
}

/** A user on the web page of a DNS provider. */
async function atProvider(method: string, path: string, body?: object): Promise<ShownZone> {
  const endpoint = panel.sandbox.dns.providers["by-hand"]?.endpoint ?? "";
  const response = await fetch(`${endpoint}${path}`, { method, body: JSON.stringify(body) });
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as ShownZone;
}

/** Enters exactly what the page of the gateway shows. */
async function enter(report: Report | undefined): Promise<void> {
  for (const { zone, name, type, expected } of awaitedOf(report))
    if (expected.length > 0)
      await atProvider("PUT", `/zones/${zone}/records/${name}/${type}`, { values: expected });
}

test("a walk by hand says what to do each time, continues by itself once it is done, and doesn't change the zone", async () => {
  const { sandbox } = panel;
  putGateway(sandbox, "hand", host);
  const noZone = await waitUntil("the zone is missed", () =>
    stepOf("zone")?.state === "blocked" ? stepOf("zone") : null,
  );
  expect(noZone.remedy).toContain("Create the zone handmade.net");
  expect(sandbox.counts.ordersCreated).toBe(0);

  const { nameServers } = await atProvider("PUT", "/zones/handmade.net");
  sandbox.dns.registrations.set(
    "handmade.net.",
    nameServers.map((name) => `${name}.`),
  );
  await wake();
  await waitUntil("the records are asked for", () =>
    (["record", "certificate"] as const).every((step) => awaitedOf(stepOf(step)).length > 0),
  );
  expect(stepOf("record")).toMatchObject({ state: "blocked" });
  expect(awaitedOf(stepOf("certificate"))).toMatchObject([
    { name: `_acme-challenge.${host}`, type: "TXT", zone: "handmade.net" },
  ]);
  expect((await atProvider("GET", "/zones/handmade.net")).records.map(({ type }) => type).sort()).toEqual([
    "NS",
    "SOA",
  ]);

  await enter(stepOf("record"));
  await enter(stepOf("certificate"));
  // No user clicks “Check now”.
  await isServing("hand", host);
  expect(sandbox.counts.certificatesIssued).toBe(1);

  const before = await atProvider("GET", "/zones/handmade.net");
  removeGateway(sandbox, "hand");
  const { items } = await waitUntil("the end is told", async () => {
    const found = await panel.installation.store.notifications.list({ limit: 20 });
    return found.items.some(({ title }) => title === `You can delete the records of ${host}`) && found;
  });
  const told = items.find(({ title }) => title === `You can delete the records of ${host}`);
  expect(`${told?.body}`).toContain(`_acme-challenge.${host} TXT`);
  expect(await atProvider("GET", "/zones/handmade.net")).toEqual(before);
});

test("with acme-dns, the user enters one CNAME record, and Lamia answers the challenge where it leads", async () => {
  const { sandbox } = panel;
  const { endpoint = "" } = sandbox.dns.providers["acme-dns"] ?? {};
  putMetadata(sandbox, manual.keys, { manual_zones: "*", acme_dns_url: endpoint });
  const auth = sandbox.dns.others.find(({ id }) => id === "acme-dns")?.zones.ofDnsName("acme-dns.net.");
  sandbox.dns.registrations.set("acme-dns.net.", [...(auth?.nameServers ?? [])]);
  const delegated = "shop.delegated.net";
  const { nameServers } = await atProvider("PUT", "/zones/delegated.net");
  sandbox.dns.registrations.set(
    "delegated.net.",
    nameServers.map((server) => `${server}.`),
  );
  putGateway(sandbox, "delegated", delegated);
  const step = (id: StepId) => stepOf(id, "delegated", delegated);
  await waitUntil("the CNAME record is asked for", () =>
    (["record", "certificate"] as const).every((id) => awaitedOf(step(id)).length > 0),
  );
  const [cname] = awaitedOf(step("certificate"));
  expect(cname).toMatchObject({ name: `_acme-challenge.${delegated}`, type: "CNAME" });
  expect(cname?.expected[0]).toMatch(/^[0-9a-f-]{36}\.acme-dns\.net$/);
  await enter(step("record"));
  await enter(step("certificate"));
  await isServing("delegated", delegated);
  const written = [...(auth?.content.all() ?? [])].filter(({ type }) => type === "TXT");
  expect(written.map(({ name }) => name)).toEqual([`${cname?.expected[0]}.`]);
  const kept = sandbox.kubernetes.objects.get(
    { group: "", plural: "secrets" },
    panel.installation.environment.LAMIA_NAMESPACE,
    acmeDnsSecretName(endpoint, `_acme-challenge.${delegated}`),
  );
  expect(kept?.metadata.labels).toMatchObject({ "app.kubernetes.io/managed-by": "lamia" });
});

test("with acme_challenge_zone, one CNAME record leads into a zone of the installation, and the virtual cluster writes only there", async () => {
  const { sandbox } = panel;
  const google = cloudDnsMetadata(sandbox);
  const lamia = panel.installation.environment.LAMIA_NAMESPACE;
  const api = panel.installation.dnsProviders.providerFor(google);
  const zone = await api.createZone("answers.net");
  const register = (apex: string, servers: readonly string[]) =>
    sandbox.dns.registrations.set(
      `${apex}.`,
      servers.map((server) => `${server}.`),
    );
  register("answers.net", zone.nameServers);
  putMetadata(sandbox, manual.keys, { manual_zones: "*" });
  putMetadata(sandbox, providers.google.keys, google, lamia);
  const host = "shop.answered.net";
  const { nameServers } = await atProvider("PUT", "/zones/answered.net");
  register("answered.net", nameServers);
  putGateway(sandbox, "answered", host);
  const step = (id: StepId) => stepOf(id, "answered", host);
  await waitUntil("the offer is there", () => awaitedOf(step("certificate"))[0]?.delegableTo);
  expect(awaitedOf(step("certificate"))).toMatchObject([{ type: "TXT", delegableTo: ["Google Cloud DNS"] }]);

  const zoneKey = { ...challengeZoneKey, secret: false };
  putMetadata(sandbox, [...manual.keys, zoneKey], { manual_zones: "*", acme_challenge_zone: "answers.net" });
  const cname = await waitUntil("the CNAME record is asked for", () =>
    awaitedOf(step("certificate")).find(({ type }) => type === "CNAME"),
  );
  expect(cname.name).toBe(`_acme-challenge.${host}`);
  expect(cname.expected[0]).toMatch(/^[0-9a-f]{32}\.vamp-demo\._lamia-acme\.answers\.net$/);
  await enter(step("record"));
  await enter(step("certificate"));
  await isServing("answered", host);
  await waitUntil("the challenge is taken out of the zone again", async () =>
    (await api.records(zone)).every(({ type }) => type === "NS"),
  );
});
