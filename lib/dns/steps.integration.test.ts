import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { replace } from "@/lib/dns/testing/provider-under-test";
import { cleanUp } from "@/lib/gateway/cleanup/clean-up";
import type { DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import type { RecordSet, RecordType, Zone } from "@/lib/gateway/model";
import type { StepId } from "@/lib/gateway/steps";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import type { Report } from "@/lib/gateway/walk/report";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { googleDns } from "./google/client";
import { parseServiceAccount } from "./google/metadata-keys";
import { createProviderRegistry } from "./registry";
import { createResolver } from "./resolver";
import { type OutsideDns, startOutsideDns } from "./testing/outside-dns";

/** The steps of a walk against Cloud DNS and its name servers, over the wire. */
let outside: OutsideDns;
let provider: DnsProvider;
let resolver: Resolver;
let fake: FakeWorld;
let domains = 0;

beforeAll(async () => {
  outside = await startOutsideDns();
  provider = createProviderRegistry(outside.options).providerFor(outside.metadata);
  resolver = createResolver({ rootServers: [outside.dns.dns], port: outside.dns.dns.port });
});
afterAll(() => outside.close());
beforeEach(() => {
  fake = fakeWorld();
  fake.world = { ...fake.world, dns: provider, resolver };
});

async function delegatedZone(): Promise<Zone> {
  const zone = await provider.createZone(`steps${++domains}.net`);
  await delegate(zone);
  return zone;
}

async function delegate(zone: Zone): Promise<void> {
  await register(zone, "name-servers", { nameServers: zone.nameServers });
}

async function register({ apex }: Zone, what: "name-servers" | "ds", body: object): Promise<void> {
  const url = `${outside.dns.registrar.url}/domains/${apex}/${what}`;
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "PUT", headers, body: JSON.stringify(body) });
  expect(response.status).toBeLessThan(300);
}

function hostIn(zone: Zone, label = "shop"): SecuredHost {
  const host = `${label}.${zone.apex}`;
  return { ...shop, host, server: shop.server && { ...shop.server, hosts: [host] } };
}
const set = (name: string, type: RecordType, ...values: string[]): RecordSet => ({
  name,
  type,
  ttlSeconds: 60,
  values,
});

/** Visits until the step has the state. */
async function until(target: SecuredHost, step: StepId, state: Report["state"]): Promise<Report> {
  return vi.waitFor(
    async () => {
      const found = report(await visit(fake, 1, [], target), step);
      expect(found.state, found.note).toBe(state);
      return found;
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** Google's library with the account of the test, as another tool would use it. */
function byHand() {
  const { metadata, options } = outside;
  const parsed = parseServiceAccount(metadata.google_service_account);
  if (!parsed.ok) throw new Error(parsed.mistake);
  return googleDns(parsed.value, metadata.google_project_id, {
    dnsEndpoint: options.googleDnsEndpoint,
    tokenEndpoint: options.googleTokenEndpoint,
  });
}

const numbered = loadBalancer({ ipv4: ["192.0.2.10"], ipv6: [], hostname: null });
const named = loadBalancer({ ipv4: [], ipv6: [], hostname: "lb.cloud.example.com" });

test.each([
  ["a CNAME where an A is wanted", "CNAME", "old.example.com", numbered],
  ["an A where a CNAME is wanted", "A", "203.0.113.1", named],
  ["a TXT where a CNAME is wanted", "TXT", "v=spf1 -all", named],
] as const)("%s stays through many visits, and no mark is written", async (_what, type, value, ingress) => {
  const zone = await delegatedZone();
  for (const target of [hostIn(zone), hostIn(zone, "*")]) {
    const theirs = set(target.host, type, value);
    await replace(provider, zone, null, theirs);
    fake.ingresses = [ingress];
    const blocked = await until(target, "record", "blocked");
    expect(blocked.note).toContain(value);
    await visit(fake, 4, [], target);
    expect((await provider.readAll(zone, target.host)).map((each) => each.set)).toEqual([theirs]);
    const mark = `_lamia.${target.host.replace("*", "_wildcard")}`;
    expect(await provider.read(zone, mark, "TXT")).toBeNull();
  }
});

test("an MX record keeps its name from becoming a CNAME, and can coexist with an address", async () => {
  const zone = await delegatedZone();
  const target = hostIn(zone, "mail");
  const library = byHand().zone(zone.id);
  await library.createChange({
    add: library.record("mx", { name: `${target.host}.`, ttl: 300, data: ["10 mx.example.net."] }),
  });
  fake.ingresses = [named];
  expect((await until(target, "record", "blocked")).note).toContain("MX 10 mx.example.net");
  fake.ingresses = [numbered];
  await until(target, "record", "done");
  expect((await provider.readAll(zone, target.host)).map(({ type }) => type).sort()).toEqual(["A", "MX"]);
});

test("a load balancer that changes from an address to a name changes record and ownership record in one change", async () => {
  const zone = await delegatedZone();
  const target = hostIn(zone);
  fake.ingresses = [numbered];
  await until(target, "record", "done");
  const before = outside.dns.zones.find(zone.id)?.changes.length ?? 0;
  fake.ingresses = [named];
  await until(target, "record", "done");
  const changes = (outside.dns.zones.find(zone.id)?.changes ?? []).slice(before);
  const own = changes.filter(({ additions }) => additions.some(({ name }) => name === `${target.host}.`));
  expect(own).toHaveLength(1);
  expect(own[0]?.additions.map(({ type }) => type).sort()).toEqual(["CNAME", "TXT"]);
});

test("below a wildcard CNAME a certificate is issued, and the wildcard stays", async () => {
  const zone = await delegatedZone();
  const wildcard = set(`*.${zone.apex}`, "CNAME", "elsewhere.example.com");
  await replace(provider, zone, null, wildcard);
  const target = hostIn(zone);
  const { ca } = fake.world;
  fake.world.ca = {
    ...ca,
    async order(...given) {
      const url = await ca.order(...given);
      const name = `_acme-challenge.${target.host}`;
      fake.orders.set(url, { status: "pending", challenges: [{ name, value: "token", status: "pending" }] });
      return url;
    },
  };
  await until(target, "certificate", "done");
  expect(await provider.read(zone, wildcard.name, "CNAME")).toEqual(wildcard);
});

test("a zone cut blocks record and certificate, names its servers, and unblocks them when it is removed", async () => {
  const zone = await delegatedZone();
  const cut = set(`store.${zone.apex}`, "NS", "ns1.other.example.com", "ns2.other.example.com");
  await replace(provider, zone, null, cut);
  const target = hostIn(zone, "shop.store");
  for (const step of ["record", "delegation"] as const) {
    const { note } = await until(target, step, "blocked");
    expect(note).toContain(`delegates ${cut.name} to ns1.other.example.com, ns2.other.example.com`);
  }
  const before = await provider.records(zone);
  await visit(fake, 3, [], target);
  expect(await provider.records(zone)).toEqual(before);
  await replace(provider, zone, cut, null);
  await until(target, "record", "done");
});

test("a zone that was created by hand a moment ago is used, and of two zones the delegated one", async () => {
  const apex = `steps${++domains}.net`;
  const target = { ...shop, host: `shop.${apex}` };
  await provider.zones();
  await byHand().createZone(`hand-${domains}`, { dnsName: `${apex}.`, description: "By hand" });
  expect((await until(target, "zone", "done")).fact).toMatchObject({ id: `hand-${domains}` });
  await byHand().createZone(`a-second-${domains}`, { dnsName: `${apex}.`, description: "Another" });
  const all = await provider.zones({ fresh: true });
  const second = all.find(({ id }) => id === `a-second-${domains}`);
  if (!second) throw new Error("the second zone is not listed");
  expect((await until(target, "zone", "done")).fact).toMatchObject({ id: `hand-${domains}` });
  await delegate(second);
  expect((await until(target, "zone", "done")).fact).toMatchObject({ id: second.id });
  await until(target, "delegation", "done");
});

/** A zone below another one, on other servers: on the same ones it would be found without a delegation. */
async function subzoneOf(zone: Zone, label: string): Promise<Zone> {
  const sub = await provider.createZone(`${label}.${zone.apex}`);
  return sub.nameServers.join() === zone.nameServers.join() ? subzoneOf(zone, `${label}x`) : sub;
}

test("a subzone is delegated in its parent zone, and no longer once it and its host are gone", async () => {
  const zone = await delegatedZone();
  const sub = await subzoneOf(zone, "store");
  const label = sub.apex.slice(0, -zone.apex.length - 1);
  const target = hostIn(zone, `a.${label}`);
  fake.ingresses = [numbered];
  await until(target, "delegation", "done");
  await until(target, "record", "done");
  expect((await provider.read(zone, sub.apex, "NS"))?.values).toEqual(sub.nameServers);
  expect((await provider.read(zone, `_lamia-ns-${sub.apex}`, "TXT"))?.values).toEqual([
    expect.stringContaining(`gateway=${target.gateway.namespace}/${target.gateway.name},records=NS:`),
  ]);

  const remains = {
    host: target.host,
    gateway: target.gateway,
    others: async () => ({ holdHost: false, heir: null, wantedSecrets: new Set<string>() }),
  };
  await cleanUp(fake.world, remains);
  expect(await provider.read(zone, sub.apex, "NS")).not.toBeNull();

  await byHand().zone(sub.id).delete();
  const zones: typeof provider.zones = (query) => provider.zones({ ...query, fresh: true });
  // Its name servers may go on serving it for a moment.
  await expect
    .poll(async () => {
      await cleanUp({ ...fake.world, dns: { ...provider, zones } }, remains);
      return provider.read(zone, sub.apex, "NS");
    })
    .toBeNull();
  expect(await provider.read(zone, `_lamia-ns-${sub.apex}`, "TXT")).toBeNull();
});

test("what a delegation would hide or replace keeps Lamia from writing it, and stays", async () => {
  const zone = await delegatedZone();
  const sub = await subzoneOf(zone, "mail");
  const target = hostIn(sub, "a");
  const theirs = set(`www.${sub.apex}`, "A", "203.0.113.7");
  await replace(provider, zone, null, theirs);
  const blocked = await until(target, "delegation", "blocked");
  expect(blocked.note).toContain(`A www.${sub.apex}`);
  expect(blocked.remedy).toContain(`In the zone ${zone.apex} (${zone.id}) at Google Cloud DNS`);
  expect(await provider.read(zone, sub.apex, "NS")).toBeNull();
  await replace(provider, zone, theirs, null);
  await until(target, "delegation", "done");
});

test("a signed zone is fine; a DS record without its key blocks until it has one or is gone", async () => {
  const zone = await delegatedZone();
  const target = hostIn(zone);
  await sign(zone, "on");
  const { keyTag, digest } = await keyOf(zone);
  await register(zone, "ds", { ds: [`${keyTag} 13 2 ${digest}`] });
  await until(target, "delegation", "done");

  await register(zone, "ds", { ds: [`${keyTag} 13 2 ${"ab".repeat(32)}`] });
  const broken = await until(target, "delegation", "blocked");
  expect(broken.note).toContain("but the zone has no key that matches");
  expect(broken.remedy).toContain(`key tag ${keyTag}, algorithm 13`);
  await register(zone, "ds", { ds: [`${keyTag} 13 2 ${digest}`] });
  await until(target, "delegation", "done");

  await sign(zone, "off");
  await until(target, "delegation", "blocked");
  await register(zone, "ds", { ds: [] });
  await until(target, "delegation", "done");
});

async function sign(zone: Zone, state: "on" | "off"): Promise<void> {
  await byHand()
    .zone(zone.id)
    .request({ method: "PATCH", uri: "", json: { dnssecConfig: { state } } });
}

async function keyOf(zone: Zone): Promise<{ keyTag: number; digest: string }> {
  const answer = await byHand().zone(zone.id).request({ method: "GET", uri: "/dnsKeys" });
  const [key] = (answer as unknown as [{ dnsKeys: { keyTag: number; digests: { digest: string }[] }[] }])[0]
    .dnsKeys;
  if (!key) throw new Error("the zone has no key");
  return { keyTag: key.keyTag, digest: key.digests[0]?.digest ?? "" };
}

test("a record set with a routing policy, and an ALIAS, block the record and stay as they are", async () => {
  const zone = await delegatedZone();
  const target = hostIn(zone);
  const apex: SecuredHost = { ...hostIn(zone), host: zone.apex };
  const routingPolicy = { wrr: { items: [{ weight: 1, rrdatas: ["203.0.113.5"] }] } };
  const additions = [
    { name: `${target.host}.`, type: "A", ttl: 300, routingPolicy },
    { name: `${zone.apex}.`, type: "ALIAS", ttl: 300, rrdatas: ["lb.other.example.com."] },
  ];
  // The library's own records can't have a policy.
  await byHand().zone(zone.id).request({ method: "POST", uri: "/changes", json: { additions } });
  const before = [...(outside.dns.zones.find(zone.id)?.content.all() ?? [])];
  fake.ingresses = [numbered];
  expect((await until(target, "record", "blocked")).note).toContain("routing policy");
  expect((await until(apex, "record", "blocked")).note).toContain("ALIAS");
  for (const each of [target, apex]) await visit(fake, 3, [], each);
  expect([...(outside.dns.zones.find(zone.id)?.content.all() ?? [])]).toEqual(before);
});

test("a private zone of the same name is not used, and not mistaken for the public one", async () => {
  const apex = `steps${++domains}.net`;
  const target = { ...shop, host: `shop.${apex}` };
  const metadata = { dnsName: `${apex}.`, description: "In a network", visibility: "private" };
  await byHand().createZone(`a-private-${domains}`, metadata);
  await provider.zones({ fresh: true });
  fake.ingresses = [numbered];
  const made = await until(target, "zone", "done");
  expect(made.fact).toMatchObject({
    apex,
    nameServers: expect.arrayContaining([expect.stringMatching(/^ns-cloud-/)]),
  });
  const found = (await provider.zones({ fresh: true })).filter((zone) => zone.apex === apex);
  expect(found).toHaveLength(1);
  expect(found[0]?.id).not.toBe(`a-private-${domains}`);
  if (found[0]) await delegate(found[0]);
  await until(target, "record", "done");
  expect(outside.dns.zones.find(`a-private-${domains}`)?.content.size).toBe(2);
});
