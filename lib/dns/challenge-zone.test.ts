import { expect, test } from "vitest";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import { fakeWorld } from "@/lib/gateway/testing/fake-world";
import { challengesInZone, challengeTarget, ownChallenges } from "./challenge-zone";
import type { Candidate } from "./provider-by-zone";

const owner = { installation: "uid-1", virtualCluster: "shop" };
const name = "_acme-challenge.www.handmade.net";
const servers = ["ns1.dns.test"];
const resolver = (values: string[] | null) => ({
  delegation: async () => ({ parent: "org", answers: [{ server: "a", values, problem: null }] }),
});

function candidate(title: string, nameServers: string[], more: Partial<DnsProvider> = {}) {
  const did: string[] = [];
  const zones = async () => [{ id: "z-acme", apex: "acme.org", nameServers }];
  const change: DnsProvider["change"] = async (_zone, changes) => {
    did.push(...changes.flatMap(({ next }) => next?.name ?? []));
  };
  const dns = { ...fakeWorld().world.dns, title, zones, change, ...more };
  return { did, candidate: { id: title, dns } satisfies Candidate };
}

const txt = (target: string) => ({ name: target, type: "TXT" as const, ttlSeconds: 60, values: ["token"] });
const zone = { id: "z-acme", apex: "acme.org", nameServers: servers };

test("each challenge has one name below its virtual cluster's label, and no two installations share one", () => {
  const target = challengeTarget(name, owner, "acme.org");
  expect(target).toMatch(/^[0-9a-f]{32}\.shop\._lamia-acme\.acme\.org$/);
  expect(challengeTarget(name, owner, "acme.org")).toBe(target);
  expect(challengeTarget(name, { ...owner, installation: "uid-2" }, "acme.org")).not.toBe(target);
  expect(challengeTarget(name, { ...owner, virtualCluster: "other" }, "acme.org")).not.toBe(target);
});

test("a virtual cluster can't write another one's challenge, another type, or any other name of the zone", async () => {
  const { did, candidate: each } = candidate("One", servers);
  const dns = ownChallenges(each.dns, owner);
  const own = challengeTarget(name, owner, "acme.org");
  const theirs = challengeTarget(name, { ...owner, virtualCluster: "other" }, "acme.org");
  for (const next of [
    txt(theirs),
    txt("acme.org"),
    txt("shop._lamia-acme.acme.org"),
    { ...txt(own), type: "A" as const },
  ])
    await expect(dns.change(zone, [{ seen: null, next }])).rejects.toMatchObject({ kind: "rejected" });
  await expect(dns.change(zone, [{ seen: txt(theirs), next: null }])).rejects.toThrow();
  await expect(dns.createZone("acme.org")).rejects.toThrow();
  expect(did).toEqual([]);
  await dns.change(zone, [{ seen: null, next: txt(own) }]);
  expect(did).toEqual([own]);
  expect(await dns.zones({ holding: own })).toHaveLength(1);
  expect([
    await dns.zones(),
    await dns.zones({ holding: theirs }),
    await dns.zones({ holding: "acme.org" }),
  ]).toEqual([[], [], []]);
});

test("a zone is found by its name or ID, at the provider that the parent zone delegates to", async () => {
  const stale = candidate("Stale", ["ns.old.test"]);
  const right = candidate("Right", servers);
  const candidates = [stale.candidate, right.candidate];
  for (const named of ["acme.org", "z-acme"]) {
    const found = await challengesInZone({ name: named, candidates, owner, resolver: resolver(servers) });
    expect(found.dns.title).toBe("Right");
    const target = await found.targetOf(name);
    expect(target).toBe(challengeTarget(name, owner, "acme.org"));
    expect([target, "elsewhere.org"].map((each) => found.isTarget?.(each))).toEqual([true, false]);
  }
});

test.each([
  ["no provider has an API", [], "acme.org", servers, /neither the virtual cluster nor the installation/],
  [
    "no provider has it",
    [candidate("One", servers).candidate],
    "else.org",
    servers,
    /no such zone is at One/,
  ],
  [
    "it isn't public",
    [candidate("One", servers, { privateZones: async () => [{ ...zone, apex: "inner.org" }] }).candidate],
    "inner.org",
    servers,
    /which is private/,
  ],
  [
    "nobody delegates it",
    [candidate("One", servers).candidate],
    "acme.org",
    ["ns.old.test"],
    /doesn’t delegate/,
  ],
] as const)(
  "if %s, the challenge is blocked with a remedy",
  async (_what, candidates, named, said, message) => {
    const found = await challengesInZone({ name: named, candidates, owner, resolver: resolver([...said]) });
    const failure = await found.targetOf(name).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ kind: "unconfigured", message: expect.stringMatching(message) });
    expect((failure as Failure).remedy).toBeTruthy();
  },
);

test("a provider that doesn't answer is waited for, and a silent parent zone is no reason to refuse", async () => {
  const away = candidate("Away", servers, {
    zones: () => Promise.reject(new Failure("unreachable", "Away doesn't answer.")),
  });
  const asked = { name: "acme.org", owner, resolver: resolver(null) };
  const found = await challengesInZone({ ...asked, candidates: [away.candidate] });
  await expect(found.targetOf(name)).rejects.toMatchObject({ kind: "unreachable" });
  const known = await challengesInZone({ ...asked, candidates: [candidate("One", servers).candidate] });
  expect(await known.targetOf(name)).toContain(".shop._lamia-acme.acme.org");
});
