import { expect, test } from "vitest";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { whyZone } from "@/lib/gateway/dns/zone-choice";
import { zonesFor } from "@/lib/gateway/dns/zones";
import { Failure } from "@/lib/gateway/failure";
import { fakeWorld } from "@/lib/gateway/testing/fake-world";
import { inNamedZone, isNamed, namedZoneProblem } from "./named-zone";
import type { Candidate } from "./provider-by-zone";

const host = "shop.eu.example.net";
const place = { place: "virtual-cluster" as const, gateway: "" };
const zone = (id: string, apex: string) => ({ id, apex, nameServers: [] });

function candidate(zones: readonly string[][], more: Partial<DnsProvider> = {}): Candidate {
  const all = zones.map(([id = "", apex = ""]) => zone(id, apex));
  return { id: "one", dns: { ...fakeWorld().world.dns, title: "One DNS", zones: async () => all, ...more } };
}

const two = [
  ["z-eu", "eu.example.net"],
  ["z-net", "example.net"],
  ["z-org", "example.org"],
];

test("a zone is named by its ID, by its DNS name in any case, or as Route 53 writes it", () => {
  expect(
    ["z-eu", "EU.Example.net.", "/hostedzone/z-eu"].map((name) =>
      isNamed(zone("z-eu", "eu.example.net"), name),
    ),
  ).toEqual([true, true, true]);
  expect(isNamed(zone("z-eu", "eu.example.net"), "Z-EU")).toBe(false);
});

test("of the zones that hold the host, the named one is used although another one is longer; other zones stay", async () => {
  const dns = inNamedZone(candidate(two).dns, host, { name: "example.net", place });
  const zones = await dns.zones();
  expect(zonesFor(zones, host).map(({ id }) => id)).toEqual(["z-net"]);
  expect(zones.map(({ id }) => id)).toContain("z-org");
  expect(await dns.zones({ everywhere: true })).toHaveLength(3);
  const longer = inNamedZone(candidate(two).dns, host, { name: "z-eu", place });
  // A provider writes delegations into the zone above.
  expect((await longer.zones()).map(({ id }) => id)).toEqual(["z-eu", "z-net", "z-org"]);
});

test.each([
  ["unknown", "nowhere.net", /names nowhere\.net, and no such zone is at One DNS/],
  ["elsewhere", "z-org", /names the zone example\.org, which doesn’t hold shop\.eu\.example\.net/],
  ["private", "inner", /names the zone inner\.net, which is private/],
])("a zone that is %s is refused with a remedy, and none is created", async (_what, name, message) => {
  const privateZones = async () => [zone("inner", "inner.net")];
  const one = candidate(two, { privateZones });
  const problem = await namedZoneProblem([one], host, { name, place });
  expect(problem).toMatchObject({ kind: "unconfigured", message: expect.stringMatching(message) });
  expect(problem?.remedy).toContain("dns_zone");
  await expect(inNamedZone(one.dns, host, { name, place }).createZone("example.net")).rejects.toThrow();
});

test("nothing is wrong with a zone that holds the host, nor while a provider that may have it doesn't answer", async () => {
  expect(await namedZoneProblem([candidate(two)], host, { name: "example.net", place })).toBeNull();
  const away = candidate([], { zones: () => Promise.reject(new Failure("unreachable", "One DNS is away.")) });
  expect(await namedZoneProblem([candidate(two), away], host, { name: "nowhere.net", place })).toBeNull();
});

test("the remedy names the Gateway whose metadata name the zone", async () => {
  const named = { name: "nowhere.net", place: { place: "gateway" as const, gateway: "shop" } };
  expect((await namedZoneProblem([candidate(two)], host, named))?.remedy).toContain("Gateway shop");
});

test("the reason for a zone is told: by length, by its name, or as the only one", () => {
  const zones = two.map(([id = "", apex = ""]) => zone(id, apex));
  const base = { host, zones, provider: "One DNS", choice: undefined };
  expect(whyZone(base)).toMatch(/^The longest match of 2 zones\./);
  expect(whyZone({ ...base, zones: zones.slice(0, 1) })).toBe(`The only zone that holds ${host}.`);
  const twins = [zone("a", "eu.example.net"), zone("b", "eu.example.net")];
  expect(whyZone({ ...base, zones: twins })).toMatch(/^Of 2 zones with this name/);
  const zoneNamed = { place: "gateway" as const, gateway: "shop" };
  expect(whyZone({ ...base, choice: { reason: "only", zones: 2, zoneNamed } })).toBe(
    "Set by dns_zone in the metadata of Gateway shop.",
  );
  expect(whyZone({ ...base, choice: { reason: "longest", zones: 3, providerNamed: place } })).toBe(
    "The provider is set by dns_provider in the metadata of the virtual cluster. The longest match of 3 zones. To use another one, set dns_zone.",
  );
});
