import { expect, test } from "vitest";
import { markValue } from "@/lib/gateway/ownership/marks";
import { delegation } from "@/lib/gateway/steps/delegation";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import type { RecordSet } from "../model";
import { delegationMarkName, orphanedDelegations } from "./delegation-marks";

const above = { id: "above", apex: "democluster.net", nameServers: ["a0.net.test", "a1.net.test"] };
const sub = { id: "sub", apex: "dev.democluster.net", nameServers: ["ns1.dns.test", "ns2.dns.test"] };
const target = {
  ...shop,
  host: "a.dev.democluster.net",
  server: shop.server && { ...shop.server, hosts: ["a.dev.democluster.net"] },
};

/** The parent's servers answer for `above`, and name what they are told to. */
function subdomain(delegated: string[] = []): FakeWorld {
  const fake = fakeWorld();
  fake.zones = [above, sub];
  fake.parent = above.apex;
  fake.delegated = [delegated];
  return fake;
}

function put(fake: FakeWorld, name: string, type: RecordSet["type"], ...values: string[]): RecordSet {
  const set = { name, type, ttlSeconds: 60, values };
  fake.records.set(`${name} ${type}`, set);
  return set;
}

/** The step alone, because the world in memory holds the records of all zones together. */
function delegationOf(fake: FakeWorld, zone = sub) {
  const { gateway: owner } = shop;
  return delegation.run(target, { zone: { ...zone, provider: "Test DNS", owner } }, fake.world);
}
const ns = { type: "NS" as const, values: sub.nameServers };

test("NS records and their ownership record are written together, beside the zone cut, and waited for", async () => {
  const fake = subdomain();
  expect(await delegationOf(fake)).toMatchObject({
    state: "waiting",
    note: expect.stringContaining("into the zone democluster.net at Test DNS"),
  });
  expect(fake.records.get("dev.democluster.net NS")?.values).toEqual(sub.nameServers);
  expect(fake.records.get("_lamia-ns-dev.democluster.net TXT")?.values).toEqual([
    markValue("installation-1", shop.gateway, [ns]),
  ]);
  const written = fake.did.length;
  await delegationOf(fake);
  expect(fake.did.slice(written).filter((did) => did.includes("NS"))).toEqual([]);
});

test("another provider of the virtual cluster may hold the parent zone", async () => {
  const fake = subdomain();
  const { dns } = fake.world;
  fake.world.dns = { ...dns, zones: async () => [sub] };
  fake.world.otherDns = [{ ...dns, title: "Other DNS", zones: async () => [above] }];
  expect((await delegationOf(fake)).note).toContain("at Other DNS");
});

test.each([
  ["foreign NS records", "dev.democluster.net", "NS", "ns.elsewhere.test"],
  ["an address at the name", "dev.democluster.net", "A", "203.0.113.1"],
  ["an address below the name", "www.dev.democluster.net", "A", "203.0.113.1"],
  ["somebody else's record at the ownership record", "_lamia-ns-dev.democluster.net", "TXT", "hello"],
] as const)("%s in the parent zone stay, and you are told what to set", async (_what, name, type, value) => {
  const fake = subdomain(type === "NS" ? [value] : []);
  const theirs = put(fake, name, type, value);
  const blocked = await delegationOf(fake);
  expect(blocked).toMatchObject({
    state: "blocked",
    note: expect.stringContaining(type === "NS" ? value : `${type} `),
  });
  expect("remedy" in blocked && blocked.remedy).toContain(
    "set the NS records of dev.democluster.net to exactly",
  );
  expect([...fake.records.values()]).toEqual([theirs]);
});

test("a delegation of ours follows a zone that was created anew; another virtual cluster's doesn't", async () => {
  for (const [namespace, state] of [
    [shop.gateway.namespace, "waiting"],
    ["other", "blocked"],
  ] as const) {
    const fake = subdomain(["ns1.old.test"]);
    put(fake, "dev.democluster.net", "NS", "ns1.old.test");
    const mark = markValue("installation-1", { namespace, name: "x" }, [
      { type: "NS", values: ["ns1.old.test"] },
    ]);
    put(fake, "_lamia-ns-dev.democluster.net", "TXT", mark);
    expect((await delegationOf(fake)).state).toBe(state);
    const expected = state === "waiting" ? sub.nameServers : ["ns1.old.test"];
    expect(fake.records.get("dev.democluster.net NS")?.values).toEqual(expected);
  }
});

test("records of Lamia's own in the parent zone, from before there was a zone, don't keep it", async () => {
  const fake = subdomain();
  put(fake, target.host, "A", "192.0.2.10");
  put(fake, `_lamia.${target.host}`, "TXT", markValue("installation-1", shop.gateway, []));
  expect((await delegationOf(fake)).state).toBe("waiting");
});

test("what Lamia left there of its own doesn't either: challenges, records for external-dns, and delegations further down", async () => {
  const fake = subdomain();
  const registry = "a-a.dev.democluster.net";
  const owner = "installation-1";
  put(fake, `_lamia.${target.host}`, "TXT", markValue(owner, shop.gateway, [], [registry]));
  put(fake, `_acme-challenge.${target.host}`, "TXT", "digest");
  put(fake, registry, "TXT", "heritage=external-dns,external-dns/owner=lamia");
  put(fake, "b.dev.democluster.net", "NS", "ns1.old.test");
  put(fake, "_lamia-ns-b.dev.democluster.net", "TXT", markValue(owner, shop.gateway, [ns]));
  expect((await delegationOf(fake)).state).toBe("waiting");
  put(fake, "_acme-challenge.theirs.dev.democluster.net", "TXT", "digest");
  fake.records.delete("dev.democluster.net NS");
  expect((await delegationOf(fake)).state).toBe("blocked");
});

test("a delegation is left over if its zone is nowhere and nobody asks for a host below it", () => {
  const owner = "installation-1";
  const txt = (name: string, value: string) => ({
    name,
    type: "TXT" as const,
    ttlSeconds: 60,
    values: [value],
  });
  const records = [
    { name: "dev.democluster.net", type: "NS" as const, ttlSeconds: 60, values: sub.nameServers },
    txt("_lamia-ns-dev.democluster.net", markValue(owner, shop.gateway, [ns])),
    txt("_lamia-ns-kept.democluster.net", markValue(owner, shop.gateway, [ns])),
    txt("_lamia-ns-wanted.democluster.net", markValue(owner, shop.gateway, [ns])),
    txt("_lamia-ns-theirs.democluster.net", markValue("installation-2", shop.gateway, [ns])),
  ];
  const known = {
    zones: new Set(["democluster.net", "kept.democluster.net"]),
    isWantedBelow: (apex: string) => apex === "wanted.democluster.net",
  };
  expect(orphanedDelegations(records, owner, known)).toEqual([
    { apex: "dev.democluster.net", gateway: shop.gateway, servers: sub.nameServers },
  ]);
  expect(orphanedDelegations(records, "", known)).toEqual([]);
});

test("a zone of the same name that the world doesn't ask is never written to", async () => {
  const fake = subdomain();
  fake.zones = [{ ...above, nameServers: ["ns.parked.test"] }, sub];
  expect((await delegationOf(fake)).state).toBe("blocked");
  expect(fake.did.filter((did) => did.includes("NS"))).toEqual([]);
});

test("a cut that Lamia made goes with its zone; anybody else's is left alone", async () => {
  for (const [owner, state] of [
    ["installation-1", "waiting"],
    ["installation-2", "blocked"],
  ] as const) {
    const fake = subdomain(above.nameServers);
    fake.parent = "net";
    fake.zones = [above];
    put(fake, "dev.democluster.net", "NS", ...sub.nameServers);
    put(fake, "_lamia-ns-dev.democluster.net", "TXT", markValue(owner, shop.gateway, [ns]));
    expect((await delegationOf(fake, above)).state).toBe(state);
    expect(fake.records.has("dev.democluster.net NS")).toBe(state === "blocked");
  }
});

test.each(["served", "silent"] as const)(
  "a delegation of ours stays while its zone is only out of sight: %s",
  async (how) => {
    const fake = subdomain(above.nameServers);
    fake.parent = "net";
    fake.zones = how === "served" ? [above, sub] : [above];
    fake.world.dns = { ...fake.world.dns, zones: async () => [above] };
    if (how === "silent") fake.silent.add(sub.nameServers[0] ?? "");
    put(fake, "dev.democluster.net", "NS", ...sub.nameServers);
    put(fake, "_lamia-ns-dev.democluster.net", "TXT", markValue("installation-1", shop.gateway, [ns]));
    expect((await delegationOf(fake, above)).state).toBe("blocked");
    expect(fake.records.has("dev.democluster.net NS")).toBe(true);
  },
);

test("a label that is too long for an ownership record is left to you", () => {
  expect(delegationMarkName(`${"a".repeat(60)}.example.com`)).toBeNull();
  expect(delegationMarkName("b.c.example.com")).toBe("_lamia-ns-b.c.example.com");
});
