import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createProviderRegistry } from "@/lib/dns/registry";
import { createResolver } from "@/lib/dns/resolver";
import { type Alter, between } from "@/lib/dns/testing/between";
import { oddAnswers } from "@/lib/dns/testing/odd-answers.contract";
import { type OutsideDns, startOutsideDns } from "@/lib/dns/testing/outside-dns";
import { providerContract } from "@/lib/dns/testing/provider.contract";
import { a, replace } from "@/lib/dns/testing/provider-under-test";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { initialLevers } from "@/sandbox/levers/levers";

let outside: OutsideDns;
let domains = 0;
beforeAll(async () => {
  outside = await startOutsideDns();
});
afterAll(() => outside.close());
beforeEach(() => {
  Object.assign(outside.levers, initialLevers);
});

const settings = { webhook_provider: "sandbox" };
const registry = () => createProviderRegistry(outside.options);
const provider = (more: Record<string, string> = {}) => registry().providerFor({ ...settings, ...more });
const freshApex = () => `hook${++domains}.net`;
const text = (name: string, ...values: string[]): RecordSet => ({
  name,
  type: "TXT",
  ttlSeconds: 60,
  values,
});

/** Creates a zone at the provider behind the webhook, as a user would, and delegates it unless told otherwise. */
function putZone(apex: string, isDelegated = true): void {
  const zones = outside.dns.others.find(({ id }) => id === "webhook-sandbox")?.zones;
  const zone = zones?.create({
    name: apex.replaceAll(".", "-"),
    dnsName: `${apex}.`,
    description: "",
    labels: {},
  });
  if (isDelegated) outside.dns.registrations.set(`${apex}.`, [...(zone?.nameServers ?? [])]);
}

async function newZone(from: DnsProvider): Promise<Zone> {
  const apex = freshApex();
  putZone(apex);
  // Its name servers follow a moment later.
  return vi.waitFor(
    async () => {
      const found = (await from.zones({ fresh: true, holding: `x.${apex}` })).find(
        (each) => each.apex === apex,
      );
      if (!found) throw new Error(`${apex} is not found`);
      return found;
    },
    { timeout: 60_000, interval: 20 },
  );
}

/** The webhook itself, as external-dns would use it. */
async function apply(
  changes: object,
  webhook = outside.options.endpoints?.["webhook-sandbox"],
): Promise<void> {
  const headers = { "content-type": "application/external.dns.webhook+json;version=1" };
  const url = `${webhook}/records`;
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(changes) });
  expect(response.status).toBe(204);
}

describe("an external-dns webhook keeps the promises of a provider", () => {
  let shared: DnsProvider | undefined;
  const current = () => {
    shared ??= provider();
    return shared;
  };
  providerContract(
    () => ({
      provider: current(),
      other: provider(),
      freshApex,
      newZone: () => newZone(current()),
      putForeign: (_zone, dnsName) =>
        apply({ create: [{ dnsName, recordType: "MX", recordTTL: 60, targets: ["10 mail.example.net"] }] }),
    }),
    { createsZones: false, hasConditionalWrites: false, types: ["A", "AAAA", "CNAME", "TXT", "NS"] },
  );
});

const upstream = () => outside.options.endpoints?.["webhook-sandbox"] ?? "";
function through(endpoint: string) {
  const endpoints = { ...outside.options.endpoints, "webhook-sandbox": endpoint };
  const behind = createProviderRegistry({ ...outside.options, endpoints });
  return { provider: behind.providerFor(settings), check: () => behind.check(settings) };
}

describe("Lamia, at an external-dns webhook,", () => {
  oddAnswers(() => ({ upstream: upstream(), through, newZone: () => newZone(provider()) }));

  const media = { "content-type": "application/external.dns.webhook+json;version=1" };
  const say = (status: number, body: string, headers = media) => ({ status, headers, body });
  /** A record of the zone is there, and the webhook answers something else from now on. */
  async function behind(alter: Alter, act: (one: DnsProvider, set: RecordSet, zone: Zone) => Promise<void>) {
    const zone = await newZone(provider());
    const set = a(`kept.${zone.apex}`, "192.0.2.1");
    await replace(provider(), zone, null, set);
    let isOn = false;
    const proxy = await between(upstream(), (asked, answer) => (isOn ? alter(asked, answer) : null));
    try {
      const one = through(proxy.endpoint).provider;
      await one.zones({ holding: set.name });
      isOn = true;
      await act(one, set, zone);
    } finally {
      await proxy.close();
    }
  }

  test.each([
    ["no list", say(200, "{}")],
    ["text", say(200, '"nothing"')],
    ["a list of nothing", say(200, "[null]")],
    ["a record without a name", say(200, '[{"recordType":"A","targets":["192.0.2.1"]}]')],
    ["a record without a type", say(200, '[{"dnsName":"kept.example.net","targets":["192.0.2.1"]}]')],
    ["a page with the protocol's media type", say(200, "<html></html>")],
    ["an empty body with the protocol's media type", say(200, "")],
    ["204 where records are due", say(204, "")],
    ["202 where records are due", say(202, "[]")],
    [
      "another version",
      say(200, "[]", { "content-type": "application/external.dns.webhook+json;version=2" }),
    ],
  ])("never reads its records as none: %s", async (_, answer) => {
    const alter: Alter = ({ method, path }) =>
      method === "GET" && path.endsWith("/records") ? answer : null;
    await behind(alter, async (one, set, zone) => {
      const unreachable = { kind: "unreachable" };
      await expect(one.read(zone, set.name, "A")).rejects.toMatchObject(unreachable);
      await expect(one.records(zone)).rejects.toMatchObject(unreachable);
      await expect(replace(one, zone, null, a(`mine.${zone.apex}`, "192.0.2.1"))).rejects.toMatchObject(
        unreachable,
      );
    });
  });

  test("an empty list that a program in Go writes as null is one", async () => {
    const alter: Alter = ({ method, path }) =>
      method === "GET" && path.endsWith("/records") ? say(200, "null") : null;
    await behind(alter, async (one, _, zone) => expect(await one.records(zone)).toEqual([]));
  });

  test("a record without targets is there, and isn't touched", async () => {
    const alter: Alter = ({ method, path }, answer) => {
      if (!answer || method !== "GET" || !path.endsWith("/records")) return null;
      return say(
        200,
        JSON.stringify(
          JSON.parse(answer.body).map(({ targets: _, ...rest }: object & { targets: unknown }) => rest),
        ),
      );
    };
    await behind(alter, async (one, set, zone) => {
      expect(await one.readAll(zone, set.name)).toMatchObject([{ type: "A", set: null }]);
      await expect(replace(one, zone, null, set)).rejects.toMatchObject({ kind: "conflict" });
    });
  });

  test.each([
    ["done with the wrong status", "/records", say(200, "")],
    ["a proxy's page", "/records", say(200, "<html></html>", { "content-type": "text/html" })],
    ["no adjusted records", "/adjustendpoints", say(200, "[]")],
    ["null for adjusted records", "/adjustendpoints", say(200, "null")],
    ["an object for adjusted records", "/adjustendpoints", say(200, "{}")],
    ["204 for adjusted records", "/adjustendpoints", say(204, "")],
  ])("never counts a write as done: %s", async (_, path, answer) => {
    const alter: Alter = (asked) => (asked.method === "POST" && asked.path.endsWith(path) ? answer : null);
    await behind(alter, async (one, set, zone) => {
      const next = a(set.name, "192.0.2.2");
      await expect(replace(one, zone, set, next)).rejects.toThrow();
      expect(await provider().read(zone, set.name, "A")).toEqual(set);
    });
  });

  test("adjusted records without targets are rejected, and nothing is written", async () => {
    const alter: Alter = ({ path }, answer) => {
      if (!answer || !path.endsWith("/adjustendpoints")) return null;
      return say(
        200,
        JSON.stringify(JSON.parse(answer.body).map((each: object) => ({ ...each, targets: [] }))),
      );
    };
    await behind(alter, async (one, set, zone) => {
      await expect(replace(one, zone, set, a(set.name, "192.0.2.2"))).rejects.toMatchObject({
        kind: "rejected",
      });
      expect(await provider().read(zone, set.name, "A")).toEqual(set);
    });
  });
});

/** A webhook that is already running, with the empty zones `ext0.net` to `ext29.net`; see CONTRIBUTING. */
const running = process.env.LAMIA_TEST_WEBHOOK;

if (running !== undefined)
  describe("the webhook in LAMIA_TEST_WEBHOOK keeps them, too", () => {
    const zones = Array.from({ length: 30 }, (_, index) => `ext${index}.net`);
    const external = () =>
      createProviderRegistry({
        ...outside.options,
        endpoints: { "webhook-running": running },
      }).providerFor({
        webhook_provider: "running",
        webhook_zones: zones.join(","),
      });
    beforeAll(() => {
      for (const apex of zones)
        outside.dns.registrations.set(`${apex}.`, ["ns1.dns-home.net.", "ns2.dns-home.net."]);
    });
    let shared: DnsProvider | undefined;
    const current = () => {
      shared ??= external();
      return shared;
    };
    let taken = 0;
    providerContract(
      () => ({
        provider: current(),
        other: external(),
        freshApex: () => "not-there.org",
        async newZone() {
          const apex = zones[taken++];
          const found = (await current().zones()).find((zone) => zone.apex === apex);
          if (!found) throw new Error(`${apex} is not there`);
          return found;
        },
        putForeign: (_zone, dnsName) =>
          apply(
            { create: [{ dnsName, recordType: "MX", recordTTL: 60, targets: ["10 mail.example.net"] }] },
            running,
          ),
      }),
      { createsZones: false, hasConditionalWrites: false, types: ["A", "AAAA", "CNAME", "TXT", "NS"] },
    );
  });

test.each([
  ["that is listed", true],
  ["that it is asked for", false],
])("a zone %s isn't absent while no server of its parent zone answers", async (_what, isListed) => {
  const apex = freshApex();
  putZone(apex, false);
  const answers = [{ server: "a.net", values: null, problem: "no answer" }];
  const resolver = { ...createResolver(), delegation: async () => ({ parent: apex, answers }) };
  const one = createProviderRegistry({ ...outside.options, resolver }).providerFor({
    ...settings,
    ...(isListed ? { webhook_zones: apex } : {}),
  });
  await expect(one.zones({ holding: `shop.${apex}` })).rejects.toMatchObject({ kind: "unreachable" });
});

test("the zone of a host is found in DNS, and one that isn't delegated doesn't count", async () => {
  const one = provider();
  const zone = await newZone(one);
  const name = `a.b.${zone.apex}`;
  expect((await one.zones({ holding: name })).map(({ apex }) => apex)).toContain(zone.apex);
  expect(zone.nameServers).toHaveLength(4);
  const alone = freshApex();
  putZone(alone, false);
  expect((await one.zones({ fresh: true, holding: alone })).map(({ apex }) => apex)).not.toContain(alone);
  await expect(one.createZone(alone)).rejects.toMatchObject({
    kind: "rejected",
    remedy: expect.stringContaining("set its name servers at your registrar"),
  });
  await expect(one.createZone("elsewhere.org")).rejects.toMatchObject({
    remedy: expect.stringContaining("domain filter"),
  });
});

test("only the zones that are set are used", async () => {
  const one = provider();
  const [first, second] = [await newZone(one), await newZone(one)];
  const limited = provider({ webhook_zones: first.apex });
  expect(await limited.zones({ holding: `x.${second.apex}` })).toEqual([first]);
});

test("records that were written at the same moment are a conflict, and stay", async () => {
  const one = provider();
  const zone = await newZone(one);
  const name = `race.${zone.apex}`;
  await apply({ create: [{ dnsName: name, recordType: "TXT", recordTTL: 60, targets: ['"theirs"'] }] });
  await expect(replace(one, zone, null, text(name, "ours"))).rejects.toMatchObject({ kind: "conflict" });
  expect((await one.read(zone, name, "TXT"))?.values).toEqual(["theirs"]);
});

test("what a webhook can't hold is rejected before the request", async () => {
  const one = provider();
  const zone = await newZone(one);
  const caa: RecordSet = { name: zone.apex, type: "CAA", ttlSeconds: 60, values: ['0 issue "ca.example"'] };
  await expect(replace(one, zone, null, caa)).rejects.toMatchObject({ kind: "rejected" });
});

test("a webhook that is down is unreachable, and works again when it is back", async () => {
  const one = provider();
  const zone = await newZone(one);
  outside.levers.providerUnavailable = true;
  await expect(one.readAll(zone, zone.apex)).rejects.toMatchObject({
    kind: "unreachable",
    retryAfterSeconds: 10,
  });
  expect(await registry().check(settings)).toMatchObject({ ok: false });
  outside.levers.providerUnavailable = false;
  expect(await one.readAll(zone, `nothing.${zone.apex}`)).toEqual([]);
});

test("a check says which domains are served, and blames the metadata key for a name that the installation doesn't have", async () => {
  await newZone(provider());
  expect(await registry().check(settings)).toMatchObject({
    ok: true,
    note: expect.stringContaining(`hook${domains}.net`),
  });
  const other = { webhook_provider: "other" };
  expect(await registry().check(other)).toMatchObject({ ok: false, key: "webhook_provider" });
  await expect(registry().providerFor(other).zones()).rejects.toMatchObject({
    kind: "unconfigured",
    remedy: expect.stringContaining("sandbox"),
  });
});

test("a server that answers but isn't a webhook is reported as such", async () => {
  const { googleDnsEndpoint, endpoints } = outside.options;
  const wrong = createProviderRegistry({
    ...outside.options,
    endpoints: { ...endpoints, "webhook-wrong": googleDnsEndpoint.replace(/\/$/, "") },
  });
  expect(await wrong.check({ webhook_provider: "wrong" })).toMatchObject({ ok: false });
});
