import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Metadata } from "@/lib/dns/provider-definition";
import { createProviderRegistry, providers } from "@/lib/dns/registry";
import { type Capabilities, replace } from "@/lib/dns/testing/provider-under-test";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { initialLevers } from "@/sandbox/levers/levers";
import { type HostedId, hostedAccounts } from "./accounts";
import { oddAnswers } from "./odd-answers.contract";
import { type OutsideDns, startOutsideDns } from "./outside-dns";
import { providerContract } from "./provider.contract";

export interface HostedUnderTest {
  id: HostedId;
  /** What the API doesn't support. */
  differences?: Partial<Capabilities>;
  /** More record sets than the API returns in a page. */
  beyondAPage: number;
  /** The same list, as the API returns it when there is another page. */
  endless(body: string): string;
  /** Adds an A record at the name, directly through the API; by default the provider writes, many at once. */
  putAddress?(account: Account, zone: Zone, name: string): Promise<void>;
  /** Adds an MX record `10 mail.example.net.` at the name, directly through the API. */
  putForeign(account: Account, zone: Zone, name: string): Promise<void>;
  /** Creates a zone directly through the API; returns its ID. */
  putZone(account: Account, apex: string): Promise<string>;
}

export interface Account {
  endpoint: string;
  credentials: Readonly<Record<string, string>>;
}

export interface RunningHosted {
  outside: OutsideDns;
  account: Account;
  metadata: Metadata;
  /** A new instance, as another process would have. */
  provider(metadata?: Metadata): DnsProvider;
  newZone(): Promise<Zone>;
}

/** What every provider behind an API guarantees, tested on the wire against its stand-in. Returns what further tests need. */
export function hostedContract(hosted: HostedUnderTest): () => RunningHosted {
  let outside: OutsideDns;
  const settings = hostedAccounts[hosted.id];
  let domains = 0;
  const freshApex = () => `${hosted.id}${++domains}.net`;
  beforeAll(async () => {
    outside = await startOutsideDns();
  });
  afterAll(() => outside.close());
  beforeEach(() => {
    Object.assign(outside.levers, initialLevers);
  });

  const registry = () => createProviderRegistry(outside.options);
  const account = () => outside.dns.providers[hosted.id] as Account;
  const running = (): RunningHosted => ({
    outside,
    account: account(),
    metadata: settings.right(account().credentials),
    provider: (metadata = settings.right(account().credentials)) => registry().providerFor(metadata),
    newZone: () => running().provider().createZone(freshApex()),
  });

  let shared: DnsProvider | undefined;
  const sharedProvider = () => {
    shared ??= running().provider();
    return shared;
  };

  describe(`${providers[hosted.id].title} keeps the promises of a provider`, () => {
    providerContract(
      () => ({
        provider: sharedProvider(),
        other: running().provider(),
        freshApex,
        putForeign: (zone, name) => hosted.putForeign(account(), zone, name),
        putZone: (apex) => hosted.putZone(account(), apex),
      }),
      hosted.differences,
    );
  });

  test("a zone of more than one page is read completely", async () => {
    const { provider, newZone } = running();
    const zone = await newZone();
    const [one, all] = [provider(), provider()];
    const sets = Array.from({ length: hosted.beyondAPage }, (_, index) => ({
      name: `p${index}.${zone.apex}`,
      type: "A" as const,
      ttlSeconds: 300,
      values: ["192.0.2.1"],
    }));
    const { putAddress } = hosted;
    const put = (set: RecordSet) =>
      putAddress ? putAddress(account(), zone, set.name) : replace(one, zone, null, set);
    await Promise.all(sets.map(put));
    const names = (await all.records(zone)).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("p"))).toHaveLength(hosted.beyondAPage);
  });

  test("credentials that the provider doesn't know are refused, with a remedy that names their key", async () => {
    const metadata = settings.wrong(account().credentials);
    const refused = { kind: "refused", remedy: expect.any(String) };
    await expect(running().provider(metadata).zones()).rejects.toMatchObject(refused);
    const [credential] = providers[hosted.id].keys.filter(({ secret }) => secret);
    expect(await registry().check(metadata)).toMatchObject({ ok: false, key: credential?.key });
  });

  test("a check says which zones there are, changes nothing, and fails without throwing", async () => {
    const zone = await running().newZone();
    const before = outside.counts.dnsChanges;
    const { metadata } = running();
    expect(await registry().check(metadata)).toMatchObject({ ok: true });
    expect(outside.counts.dnsChanges).toBe(before);
    expect(zone.apex).toContain(hosted.id);
    outside.levers.providerUnavailable = true;
    expect(await registry().check(metadata)).toMatchObject({ ok: false, note: expect.any(String) });
  });

  test("a provider that requests a pause is not asked again before it is over", async () => {
    const provider = running().provider();
    outside.levers.providerRetryAfterSeconds = 17;
    await expect(provider.zones()).rejects.toMatchObject({ kind: "rate-limited", retryAfterSeconds: 17 });
    outside.levers.providerRetryAfterSeconds = null;
    expect(await provider.zones()).toBeInstanceOf(Array);
  });

  test("a provider that is down, or whose address nothing listens on, is unreachable", async () => {
    const provider = running().provider();
    const zone = await running().newZone();
    outside.levers.providerUnavailable = true;
    const unreachable = { kind: "unreachable", retryAfterSeconds: expect.any(Number) };
    await expect(provider.zones()).rejects.toMatchObject(unreachable);
    await expect(provider.readAll(zone, zone.apex)).rejects.toMatchObject(unreachable);
    const endpoints = { [hosted.id]: "https://127.0.0.1:9" };
    const nowhere = createProviderRegistry({ ...outside.options, endpoints });
    await expect(nowhere.providerFor(running().metadata).zones()).rejects.toMatchObject(unreachable);
  });

  test("a zone that was deleted is looked for again, and the credentials aren't blamed", async () => {
    const provider = running().provider();
    const zone = await running().newZone();
    await provider.zones();
    for (const { zones } of outside.dns.others) {
      const found = zones.ofDnsName(`${zone.apex}.`);
      if (found) zones.remove(found);
    }
    await expect(provider.readAll(zone, zone.apex)).rejects.toMatchObject({ kind: "conflict" });
    expect((await provider.zones()).map(({ apex }) => apex)).not.toContain(zone.apex);
  });

  oddAnswers(() => ({
    upstream: account().endpoint,
    through(endpoint) {
      const { metadata } = running();
      const endpoints = { ...outside.options.endpoints, [hosted.id]: endpoint };
      const behind = createProviderRegistry({ ...outside.options, endpoints });
      return { provider: behind.providerFor(metadata), check: () => behind.check(metadata) };
    },
    newZone: () => running().newZone(),
    endless: hosted.endless,
  }));

  return running;
}
