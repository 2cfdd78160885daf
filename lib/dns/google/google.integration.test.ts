import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createProviderRegistry } from "@/lib/dns/registry";
import { oddAnswers } from "@/lib/dns/testing/odd-answers.contract";
import { type OutsideDns, startOutsideDns } from "@/lib/dns/testing/outside-dns";
import { providerContract } from "@/lib/dns/testing/provider.contract";
import { replace } from "@/lib/dns/testing/provider-under-test";
import { quietDuration } from "@/lib/testing/slowness";
import { initialLevers } from "@/sandbox/levers/levers";
import { accessTokens, googleDns } from "./client";
import { parseServiceAccount } from "./metadata-keys";
import { listRecordSets } from "./zones";

let outside: OutsideDns;
let domains = 0;
const freshApex = () => `d${++domains}.net`;
const registry = (change: Partial<OutsideDns["options"]> = {}) =>
  createProviderRegistry({ ...outside.options, ...change });

beforeAll(async () => {
  outside = await startOutsideDns();
});
afterAll(() => outside.close());
beforeEach(() => {
  Object.assign(outside.levers, initialLevers);
});

describe("Google Cloud DNS keeps the promises of a provider", () => {
  providerContract(() => ({
    provider: shared.provider(),
    other: registry().providerFor(outside.metadata),
    freshApex,
    async putZone(apex) {
      const id = `by-hand-${apex.replaceAll(".", "-")}`;
      await bareDns().createZone(id, { dnsName: `${apex}.`, description: "By hand" });
      return id;
    },
    async putForeign({ id }, name) {
      const zone = bareDns().zone(id);
      await zone.createChange({
        add: zone.record("mx", { name: `${name}.`, ttl: 300, data: ["10 mail.example.net."] }),
      });
    },
  }));
  let made: ReturnType<ReturnType<typeof registry>["providerFor"]> | undefined;
  const shared = {
    provider: () => {
      made ??= registry().providerFor(outside.metadata);
      return made;
    },
  };
});

describe("Google Cloud DNS, behind a proxy", () => {
  oddAnswers(() => ({
    upstream: outside.options.googleDnsEndpoint,
    through(endpoint) {
      const behind = registry({ googleDnsEndpoint: endpoint });
      const { metadata } = outside;
      return { provider: behind.providerFor(metadata), check: () => behind.check(metadata) };
    },
    newZone: () => registry().providerFor(outside.metadata).createZone(freshApex()),
    endless: (body) => JSON.stringify({ ...JSON.parse(body), nextPageToken: "enp6eg" }),
  }));
});

test("200 writers at once need at most ten changes, and so do their removals", async () => {
  const provider = registry().providerFor(outside.metadata);
  const zone = await provider.createZone(freshApex());
  const sets = Array.from({ length: 200 }, (_, index) => ({
    name: `_acme-challenge.h${index}.${zone.apex}`,
    type: "TXT" as const,
    ttlSeconds: 60,
    values: [`value-${index}`],
  }));
  const before = outside.counts.dnsChanges;
  const late = (index: number) => new Promise((resolve) => setTimeout(resolve, (index * 7) % 1_500));
  await Promise.all(sets.map((set, index) => late(index).then(() => replace(provider, zone, null, set))));
  await Promise.all(sets.map((set, index) => late(index).then(() => replace(provider, zone, set, null))));
  expect(outside.counts.dnsChanges - before).toBeLessThanOrEqual(10);
  expect(await provider.read(zone, sets[100]?.name ?? "", "TXT")).toBeNull();
});

test("a zone of more than one page is read completely", async () => {
  const provider = registry().providerFor(outside.metadata);
  const zone = await provider.createZone(freshApex());
  const writes = Array.from({ length: 1_050 }, (_, index) =>
    replace(provider, zone, null, {
      name: `p${index}.${zone.apex}`,
      type: "A",
      ttlSeconds: 60,
      values: ["192.0.2.1"],
    }),
  );
  await Promise.all(writes);
  const names = (await listRecordSets(bareDns(), zone.id)).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith("p"))).toHaveLength(1_050);
});

/** Google's library with the account of the test, and nothing else. */
function bareDns() {
  const { metadata, options } = outside;
  const parsed = parseServiceAccount(metadata.google_service_account);
  if (!parsed.ok) throw new Error(parsed.mistake);
  return googleDns(parsed.value, metadata.google_project_id, {
    dnsEndpoint: options.googleDnsEndpoint,
    tokenEndpoint: options.googleTokenEndpoint,
  });
}

test("a single write is sent as soon as the library sends it, without waiting for an interval", async () => {
  const provider = registry().providerFor(outside.metadata);
  const dns = bareDns();
  const timed = async (work: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
  const middle = (times: number[]) => times.sort((one, other) => one - other)[2] ?? Number.NaN;
  const [lone, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    const zone = await provider.createZone(freshApex());
    const values = ["192.0.2.1"];
    const set = { name: `a.${zone.apex}`, type: "A" as const, ttlSeconds: 60, values };
    lone.push(await timed(() => replace(provider, zone, null, set)));
    const library = dns.zone(zone.id);
    const add = library.record("a", { name: `b.${zone.apex}.`, ttl: 60, data: values });
    bare.push(await timed(() => library.createChange({ add })));
  }
  console.info(
    `a lone write: ${middle(lone).toFixed(0)} ms; the bare library: ${middle(bare).toFixed(0)} ms`,
  );
  // Other work on the machine slows down both alike; the interval between changes alone is half a second.
  expect(middle(lone)).toBeLessThan(2 * middle(bare) + 150);
});

test("a key that Google doesn't know is refused, with a remedy that names the key", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const wrong = {
    ...JSON.parse(outside.metadata.google_service_account),
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
  };
  const metadata = { ...outside.metadata, google_service_account: JSON.stringify(wrong) };
  await expect(registry().providerFor(metadata).zones()).rejects.toMatchObject({
    kind: "refused",
    remedy: expect.stringContaining("Replace google_service_account"),
  });
  expect(await registry().check(metadata)).toMatchObject({ ok: false, key: "google_service_account" });
});

test("a rotated key is used from the next call", async () => {
  const one = registry();
  const broken = { ...outside.metadata, google_service_account: "{" };
  await expect(one.providerFor(broken).zones()).rejects.toMatchObject({ kind: "unconfigured" });
  expect(await one.providerFor(outside.metadata).zones()).toBeInstanceOf(Array);
});

test("the check names the account and the zones, and changes nothing", async () => {
  const before = outside.counts.dnsChanges;
  const { client_email } = JSON.parse(outside.metadata.google_service_account);
  expect(await registry().check(outside.metadata)).toEqual({
    ok: true,
    note: expect.stringContaining(client_email),
  });
  expect(outside.counts.dnsChanges).toBe(before);
});

test("a project to which the key has no access is named", async () => {
  const result = await registry().check({ ...outside.metadata, google_project_id: "some-other-project" });
  expect(result).toMatchObject({ ok: false, note: expect.stringContaining("some-other-project") });
});

test("a provider that is down is unreachable, and works again when it is back", async () => {
  const provider = registry().providerFor(outside.metadata);
  outside.levers.providerUnavailable = true;
  await expect(provider.zones()).rejects.toMatchObject({
    kind: "unreachable",
    retryAfterSeconds: expect.any(Number),
  });
  outside.levers.providerUnavailable = false;
  expect(await provider.zones()).toBeInstanceOf(Array);
});

test("zones listed a moment ago are listed again only for a fresh read", async () => {
  const provider = registry().providerFor(outside.metadata);
  await provider.zones();
  outside.levers.providerUnavailable = true;
  await expect(provider.zones()).resolves.toBeInstanceOf(Array);
  await expect(provider.zones({ fresh: true })).rejects.toMatchObject({ kind: "unreachable" });
});

test("an endpoint that nothing listens on is unreachable immediately", async () => {
  const nowhere = "https://127.0.0.1:9";
  const provider = registry({ googleDnsEndpoint: nowhere }).providerFor(outside.metadata);
  const took = await quietDuration(() =>
    expect(provider.zones()).rejects.toMatchObject({ kind: "unreachable" }),
  );
  expect(took).toBeLessThan(1_000);
});

test("URLs in the key file are not followed", async () => {
  const key = {
    ...JSON.parse(outside.metadata.google_service_account),
    token_uri: "https://127.0.0.1:9/token",
  };
  const metadata = { ...outside.metadata, google_service_account: JSON.stringify(key) };
  expect(await registry().providerFor(metadata).zones()).toBeInstanceOf(Array);
});

test("with a managed zone, Lamia uses that zone, by name or ID, and creates no other", async () => {
  const provider = registry().providerFor(outside.metadata);
  const [zone] = [await provider.createZone(freshApex()), await provider.createZone(freshApex())];
  const limited = registry().providerFor({ ...outside.metadata, google_managed_zone: zone.id });
  expect(await limited.zones()).toEqual([zone]);
  await expect(limited.createZone(freshApex())).rejects.toMatchObject({ kind: "rejected" });
  const none = { ...outside.metadata, google_managed_zone: "no-such-zone" };
  await expect(registry().providerFor(none).zones()).rejects.toMatchObject({ kind: "refused" });
});

describe("without a key", () => {
  let server: Server;
  let token: string;
  const metadata = () => ({
    google_project_id: outside.metadata.google_project_id,
    google_credentials: "ambient",
  });

  beforeAll(async () => {
    const parsed = parseServiceAccount(outside.metadata.google_service_account);
    if (!parsed.ok) throw new Error(parsed.mistake);
    token = (await accessTokens(parsed.value, outside.options.googleTokenEndpoint)()).token;
    // The metadata server of Google's machines, which gives GKE's Workload Identity its tokens.
    server = createServer((request, response) => {
      const isToken = request.url?.includes("/token");
      const body = isToken ? { access_token: token, expires_in: 3_600, token_type: "Bearer" } : {};
      response.writeHead(200, { "metadata-flavor": "Google", "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  });
  beforeEach(() => {
    vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv("METADATA_SERVER_DETECTION", "assume-present");
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test("the identity of Lamia's pod lists, writes and reads for the installation", async () => {
    const provider = registry().providerFor(metadata(), "installation");
    const zone = await provider.createZone(freshApex());
    const set = { name: `x.${zone.apex}`, type: "A" as const, ttlSeconds: 60, values: ["192.0.2.1"] };
    await replace(provider, zone, null, set);
    expect(await provider.read(zone, set.name, "A")).toEqual(set);
    expect(await registry().check(metadata(), "installation")).toMatchObject({
      ok: true,
      note: expect.stringContaining("Lamia’s pod"),
    });
  });

  test("a virtual cluster uses that identity only if the installation allows it", async () => {
    await expect(registry().providerFor(metadata()).zones()).rejects.toMatchObject({ kind: "unconfigured" });
    const open = createProviderRegistry({ ...outside.options, ambientCredentials: true });
    expect(await open.check(metadata())).toMatchObject({ ok: true });
  });

  test("an identity that Google refuses is named, and the remedy asks for no key", async () => {
    const before = token;
    token = "ya29.nothing";
    const refused = await registry()
      .providerFor(metadata(), "installation")
      .zones()
      .catch((thrown: unknown) => thrown);
    token = before;
    expect(refused).toMatchObject({
      kind: "refused",
      remedy: expect.stringContaining("workloadIdentityUser"),
    });
  });
});
