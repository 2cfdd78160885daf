import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { delegation } from "@/lib/gateway/steps/delegation";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import type { RecordSet } from "../model";
import { compareNameServers } from "./compare";
import { changeNameServers, planNameServers, type SeenPlan } from "./plan";
import type { PastChange, Registration } from "./registrar";

const domain = "democluster.net";
const old = { id: "old", apex: domain, nameServers: ["ns1.old.test", "ns2.old.test"] };
const zone = { id: "new", apex: domain, nameServers: ["ns1.dns.test", "ns2.dns.test"] };
const asked = { direction: "zone" as const, hostsBelow: () => [shop.host] };

interface World {
  fake: FakeWorld;
  registration: Registration | null;
  last: PastChange | null;
  /** What the registrar answers to a change. */
  failure: Failure | null;
  set: string[][];
}

/** The domain is in use at other name servers, and the registrar would let Lamia change them. */
function registered(): World {
  const fake = fakeWorld();
  fake.zones = [zone];
  fake.delegated = [old.nameServers];
  const one: World = {
    fake,
    registration: { nameServers: old.nameServers, signers: 0, locks: [], change: null },
    last: null,
    failure: null,
    set: [],
  };
  const registrar = {
    title: "Test Registrar",
    registration: async () => one.registration,
    async setNameServers(_domain: string, nameServers: readonly string[]) {
      if (one.failure) throw one.failure;
      one.set.push([...nameServers]);
    },
  };
  fake.world.registrars = {
    find: async () => one.registration && { ...one.registration, registrar },
    lastChange: async () => one.last,
    async remember(_domain, change) {
      one.last = change;
    },
  };
  // Both zones answer, each with its own records.
  const { ask } = fake.world.resolver;
  fake.world.resolver.ask = async (servers, name, type) => {
    const isOld = servers.every((server) => old.nameServers.includes(server));
    if (!isOld) return type === "NS" ? said(servers, zone.nameServers) : ask(servers, name, type);
    if (type === "NS") return said(servers, old.nameServers);
    return said(servers, oldRecords.find((set) => set.name === name && set.type === type)?.values ?? []);
  };
  return one;
}

const said = (servers: readonly string[], values: string[]) =>
  servers.map((server) => ({ server, values, problem: null }));
const record = (name: string, type: RecordSet["type"], ...values: string[]): RecordSet => ({
  ...{ name, type, values },
  ttlSeconds: 60,
});
const oldRecords = [
  record(domain, "TXT", "v=spf1 -all"),
  record(`www.${domain}`, "A", "203.0.113.8"),
  record(shop.host, "A", "203.0.113.9"),
];

async function seenOf({ fake }: World): Promise<SeenPlan> {
  const plan = await planNameServers(shop, fake.world, asked);
  if (plan.kind === "impossible") throw new Error(plan.note);
  const { differences, unanswered, now: nowSide } = plan.comparison;
  return { ...plan, differences, unanswered, nowSide };
}
const change = ({ fake }: World, seen: SeenPlan) => changeNameServers(shop, fake.world, asked, seen);

test("the plan lists each record that would be lost or get another answer, and changes nothing", async () => {
  const one = registered();
  one.fake.records.set(`${shop.host} A`, record(shop.host, "A", "192.0.2.10"));
  const plan = await planNameServers(shop, one.fake.world, asked);
  expect(plan).toMatchObject({ now: old.nameServers, next: zone.nameServers, registrar: "Test Registrar" });
  expect(plan.kind === "possible" && plan.comparison.differences).toEqual(
    expect.arrayContaining([
      { name: domain, type: "TXT", now: ["v=spf1 -all"], next: [] },
      { name: `www.${domain}`, type: "A", now: ["203.0.113.8"], next: [] },
      { name: shop.host, type: "A", now: ["203.0.113.9"], next: ["192.0.2.10"] },
    ]),
  );
  expect([one.set, one.last]).toEqual([[], null]);
});

test("all names of the zone in use are compared if a provider of the virtual cluster has it", async () => {
  const { fake } = registered();
  const { dns } = fake.world;
  const odd = record(`odd.${domain}`, "CNAME", "elsewhere.test");
  fake.world.otherDns = [{ ...dns, zones: async () => [old], records: async () => [odd] }];
  const sides = { now: old.nameServers, next: zone.nameServers };
  const { ask } = fake.world.resolver;
  fake.world.resolver.ask = async (servers, name, type) =>
    name === odd.name && servers.every((server) => old.nameServers.includes(server))
      ? servers.map((server) => ({ server, values: odd.values, alias: odd.values[0] ?? "", problem: null }))
      : ask(servers, name, type);
  const { isComplete, differences } = await compareNameServers(domain, sides, [], fake.world);
  expect(isComplete).toBe(true);
  expect(differences).toContainEqual({ name: odd.name, type: "CNAME", now: odd.values, next: [] });
});

test("a question that a name server leaves open goes to the others, and one that all leave open is shown", async () => {
  const one = registered();
  const { ask } = one.fake.world.resolver;
  const silent = new Set([
    `ns1.old.test ${domain} TXT`,
    `ns1.old.test ${domain} MX`,
    `ns2.old.test ${domain} MX`,
  ]);
  one.fake.world.resolver.ask = async (servers, name, type) =>
    silent.has(`${servers[0]} ${name} ${type}`) && servers.length === 1
      ? servers.map((server) => ({ server, values: null, problem: "no answer" }))
      : ask(servers, name, type);
  const seen = await seenOf(one);
  expect(seen.differences).toContainEqual({ name: domain, type: "TXT", now: ["v=spf1 -all"], next: [] });
  expect(seen.unanswered).toEqual([{ name: domain, type: "MX" }]);
  await expect(change(one, { ...seen, unanswered: [] })).rejects.toMatchObject({ kind: "conflict" });
  expect(one.set).toEqual([]);
});

test("nothing changes if a record would get another answer than you reviewed, or today's name servers fell silent", async () => {
  const one = registered();
  one.fake.records.set(`${shop.host} A`, record(shop.host, "A", "192.0.2.10"));
  const seen = await seenOf(one);
  one.fake.records.delete(`${shop.host} A`);
  await expect(change(one, seen)).rejects.toMatchObject({ kind: "conflict" });
  one.fake.records.set(`${shop.host} A`, record(shop.host, "A", "192.0.2.10"));
  const { ask } = one.fake.world.resolver;
  one.fake.world.resolver.ask = async (servers, name, type) =>
    servers.some((server) => old.nameServers.includes(server))
      ? servers.map((server) => ({ server, values: null, problem: "no answer" }))
      : ask(servers, name, type);
  await expect(change(one, seen)).rejects.toMatchObject({ kind: "conflict" });
  expect(one.set).toEqual([]);
  one.fake.world.resolver.ask = ask;
  await change(one, seen);
  expect(one.set).toHaveLength(1);
});

test("a change remembers the name servers from before, and forgets them only if the registrar refused it", async () => {
  const one = registered();
  await change(one, await seenOf(one));
  expect(one.set).toEqual([zone.nameServers]);
  expect(one.last).toMatchObject({ before: old.nameServers, after: zone.nameServers });

  const two = registered();
  two.failure = new Failure("rejected", "No.");
  await expect(change(two, await seenOf(two))).rejects.toMatchObject({ kind: "rejected" });
  expect(two.last).toBeNull();
  two.failure = new Failure("unreachable", "No answer.");
  await expect(change(two, await seenOf(two))).rejects.toMatchObject({ kind: "unreachable" });
  expect(two.last).toMatchObject({ before: old.nameServers });
});

test("nothing changes if the registrar has other name servers than you reviewed, or a record is at stake that you haven't seen", async () => {
  const one = registered();
  const seen = await seenOf(one);
  const fewer = { ...seen, differences: seen.differences.filter(({ type }) => type !== "TXT") };
  await expect(change(one, fewer)).rejects.toMatchObject({ kind: "conflict" });
  one.registration = { nameServers: ["ns1.third.test"], signers: 0, locks: [], change: null };
  await expect(change(one, seen)).rejects.toMatchObject({ kind: "conflict" });
  expect(one.set).toEqual([]);
});

test.each<[string, Partial<Registration> | null, string]>([
  ["DS records at the registrar", { signers: 1 }, "Remove the DS records"],
  ["a lock", { locks: ["serverUpdateProhibited"] }, "Remove the lock"],
  ["a change under way", { change: { state: "under-way", at: "2026-06-01T00:00:00Z" } }, "Wait until"],
  ["the same name servers", { nameServers: zone.nameServers }, ""],
  ["a domain of another account", null, "credentials of the account"],
])("%s: no change, and a remedy", async (_, more, remedy) => {
  const one = registered();
  const seen = await seenOf(one);
  one.registration = more && one.registration && { ...one.registration, ...more };
  const plan = await planNameServers(shop, one.fake.world, asked);
  expect(plan.kind).toBe("impossible");
  if (plan.kind === "impossible") expect(plan.remedy ?? "").toContain(remedy);
  await expect(change(one, seen)).rejects.toMatchObject({ kind: "conflict" });
  expect(one.set).toEqual([]);
});

test("DS records at the registry that the registrar doesn't know forbid it, too, and so does a silent registry", async () => {
  const one = registered();
  one.fake.signers = [[{ keyTag: 1, algorithm: 13, digestType: 2, hasKey: null }]];
  expect(await planNameServers(shop, one.fake.world, asked)).toMatchObject({ kind: "impossible" });
  one.fake.signers = [null];
  expect(await planNameServers(shop, one.fake.world, asked)).toMatchObject({ kind: "impossible" });
});

test("without an answer from the new name servers, nothing changes; the way back may lead to silent ones", async () => {
  const one = registered();
  const { ask } = one.fake.world.resolver;
  one.fake.world.resolver.ask = async (servers, name, type) =>
    servers.some((server) => zone.nameServers.includes(server))
      ? servers.map((server) => ({ server, values: null, problem: "no answer" }))
      : ask(servers, name, type);
  expect(await planNameServers(shop, one.fake.world, asked)).toMatchObject({ kind: "impossible" });
  one.last = { registrar: "Test Registrar", before: zone.nameServers, after: old.nameServers, at: "" };
  const back = { ...asked, direction: "back" as const };
  expect(await planNameServers(shop, one.fake.world, back)).toMatchObject({
    kind: "possible",
    comparison: { next: "silent" },
  });
});

const step = (one: World) =>
  delegation.run(shop, { zone: { ...zone, provider: "Test DNS", owner: shop.gateway } }, one.fake.world);

test("the step offers the button, waits once the registrar has the name servers, and shows a failure at its place", async () => {
  const one = registered();
  expect(await step(one)).toMatchObject({
    state: "blocked",
    remedy: expect.stringContaining("Test Registrar"),
    fact: { registrar: { registrar: "Test Registrar", canSet: true } },
  });
  one.registration = { nameServers: zone.nameServers, signers: 0, locks: [], change: null };
  expect(await step(one)).toMatchObject({ state: "waiting", fact: { registrar: { canSet: false } } });
  one.fake.world.registrars = {
    find: () => Promise.reject(new Failure("refused", "Wrong token.", { remedy: "Replace it." })),
    lastChange: async () => null,
    remember: async () => {},
  };
  expect(await step(one)).toMatchObject({
    state: "blocked",
    fact: { registrar: { canSet: false, problem: { note: "Wrong token.", remedy: "Replace it." } } },
  });
});

test("once the domain is delegated, the step shows the name servers from before", async () => {
  const one = registered();
  one.fake.delegated = [zone.nameServers];
  expect((await step(one)).fact).not.toHaveProperty("registrar");
  one.last = { registrar: "Test Registrar", before: old.nameServers, after: zone.nameServers, at: "" };
  expect(await step(one)).toMatchObject({
    state: "done",
    fact: { registrar: { canSet: false, previous: { nameServers: old.nameServers } } },
  });
});
