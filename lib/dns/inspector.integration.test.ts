import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { replace } from "@/lib/dns/testing/provider-under-test";
import type { Zone } from "@/lib/gateway/model";
import { createInspector } from "./inspector";
import { createProviderRegistry } from "./registry";
import { createResolver } from "./resolver";
import { type OutsideDns, startOutsideDns } from "./testing/outside-dns";

let outside: OutsideDns;
let zone: Zone;
const host = "shop.democluster.net";
const inTime = () => AbortSignal.timeout(20_000);
const hasTheChange = { timeout: 60_000, interval: 50 };

beforeAll(async () => {
  outside = await startOutsideDns();
  const provider = createProviderRegistry(outside.options).providerFor(outside.metadata);
  zone = await provider.createZone("democluster.net");
  await replace(provider, zone, null, { name: host, type: "A", ttlSeconds: 60, values: ["192.0.2.7"] });
  const url = `${outside.dns.registrar.url}/domains/${zone.apex}/name-servers`;
  const response = await fetch(url, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ nameServers: zone.nameServers }),
  });
  expect(response.status).toBeLessThan(300);
});
afterAll(() => outside.close());

interface Asked {
  mayAsk?: (address: string) => boolean;
  /** A resolver caches answers for minutes, including the answer that there is no record. */
  resolvers?: readonly string[];
}

function inspector({ mayAsk = () => true, resolvers = [outside.dns.dns.resolver] }: Asked = {}) {
  const { address, port } = outside.dns.dns;
  return createInspector({
    rootServers: [{ address, port }],
    port,
    publicResolvers: resolvers.map((resolver) => ({ address: resolver, port })),
    mayAsk,
  });
}

test("a delegated host is followed from the root to each name server, and to a public resolver", async () => {
  await vi.waitFor(async () => {
    const { ipv4 } = await inspector({ resolvers: [] })(host, inTime());
    expect(ipv4.map(({ values }) => values)).toEqual(Array(4).fill(["192.0.2.7"]));
  }, hasTheChange);
  const seen = await inspector()(host, inTime());
  expect(seen).toMatchObject({
    zone: { apex: "democluster.net", parent: "net" },
    zoneProblem: null,
    addresses: ["192.0.2.7"],
    dsMatches: { matched: [], unmatched: [], unknown: [] },
  });
  expect(seen.delegation.map(({ values }) => values)).toEqual([zone.nameServers]);
  expect(seen.ownServers.map(({ from }) => from).sort()).toEqual(zone.nameServers);
  expect(seen.ds.map(({ values }) => values)).toEqual([[]]);
  expect(seen.serials.every(({ values }) => /^\d+$/.test(values?.[0] ?? ""))).toBe(true);
  const cached = seen.cached.find(({ asked }) => asked === `${host} A`);
  expect(cached).toMatchObject({ from: outside.dns.dns.resolver, values: ["192.0.2.7"] });
  expect(cached?.ttlSeconds).toBeLessThanOrEqual(60);
});

test("for a domain that isn't delegated, the path ends at the zone above it", async () => {
  const { zone: closest, addresses } = await inspector()("www.not-registered.net", inTime());
  expect(closest?.apex).toBe("net");
  expect(addresses).toEqual([]);
});

test("name servers at addresses that may not be asked are not asked", async () => {
  const asked: string[] = [];
  const mayAsk = (address: string) => {
    asked.push(address);
    return false;
  };
  const { zone: closest } = await inspector({ mayAsk })(host, inTime());
  expect(asked.length).toBeGreaterThan(0);
  expect(closest).toBeNull();
});

test("a resolver that may not ask an address asks no name server there", async () => {
  const { address, port } = outside.dns.dns;
  const ask = (mayAsk: (address: string) => boolean) =>
    createResolver({ rootServers: [{ address, port }], port, mayAsk }).ask(zone.nameServers, host, "A");
  expect((await ask(() => true)).map(({ values }) => values)).toContainEqual(["192.0.2.7"]);
  expect((await ask(() => false)).every(({ values }) => values === null)).toBe(true);
});

test("what isn't answered by the deadline counts as not answered", async () => {
  const seen = await inspector()(host, AbortSignal.abort());
  expect(seen).toMatchObject({ zone: null, zoneProblem: expect.stringContaining("in time") });
  expect(seen.cached.every(({ values }) => values === null)).toBe(true);
});
