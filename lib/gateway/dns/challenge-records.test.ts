import { beforeEach, describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { RecordType, Zone } from "@/lib/gateway/model";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { addChallenges, challengeName, removeChallenges } from "./challenge-records";

const name = `_acme-challenge.${shop.host}`;
let fake: FakeWorld;
let zone: Zone;
beforeEach(async () => {
  fake = fakeWorld();
  zone = await fake.world.dns.createZone("democluster.net");
});

function put(at: string, type: RecordType, ...values: string[]): void {
  fake.records.set(`${at} ${type}`, { name: at, type, ttlSeconds: 60, values });
}

describe("where a challenge stands", () => {
  test("is what a CNAME of the name itself leads to", async () => {
    put(name, "CNAME", "x.acme.democluster.net");
    expect(await challengeName(fake.world, zone, name)).toBe("x.acme.democluster.net");
  });

  test.each([`*.${shop.host}`, "*.democluster.net"])(
    "is the name itself where only a wildcard (%s) answers with a CNAME",
    async (wildcard) => {
      put(wildcard, "CNAME", "y.elsewhere.org");
      expect(await challengeName(fake.world, zone, name)).toBe(name);
      await visit(fake, 4);
      expect(fake.did).toContain(`write ${name} TXT`);
      expect(fake.did.some((entry) => entry.startsWith("accept"))).toBe(true);
      expect(fake.records.has(`${wildcard} CNAME`)).toBe(true);
    },
  );

  test("is found at the provider when name servers are silent: silence is no answer", async () => {
    put(name, "CNAME", "x.acme.democluster.net");
    for (const silent of [["ns1.dns.test"], ["ns1.dns.test", "ns2.dns.test"]]) {
      fake.silent = new Set(silent);
      fake.lagging = new Set(["ns2.dns.test"]);
      expect(await challengeName(fake.world, zone, name)).toBe("x.acme.democluster.net");
    }
  });

  test("in a zone that is not ours is reported before anything is written", async () => {
    put(name, "CNAME", "x.elsewhere.org");
    await expect(challengeName(fake.world, zone, name)).rejects.toMatchObject({
      kind: "rejected",
      remedy: expect.stringContaining("x.elsewhere.org"),
    });
  });
});

const challenge = { name, value: "token" };

test.each(["CNAME", "NS"] as const)(
  "a %s that came to the name meanwhile is named, and stays",
  async (type) => {
    put(name, type, "x.elsewhere.org");
    await expect(addChallenges(fake.world, [challenge], [])).rejects.toMatchObject({
      kind: "rejected",
      message: expect.stringContaining(`${type} x.elsewhere.org`),
      remedy: expect.stringContaining(`Delete the ${type} record of ${name}`),
    });
    expect(fake.records.size).toBe(1);
  },
);

test("values of others, and their life, stay beside and after ours", async () => {
  put(name, "TXT", "theirs");
  await addChallenges(fake.world, [challenge], []);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["theirs", "token"]);
  await removeChallenges(fake.world, [challenge]);
  expect(fake.records.get(`${name} TXT`)).toEqual({ name, type: "TXT", ttlSeconds: 60, values: ["theirs"] });
});

test("values that others write while ours are written, or removed, stay", async () => {
  const { world } = fake;
  const change = world.dns.change.bind(world.dns);
  const nothing = zone.nameServers.map((server) => ({
    name,
    answer: { server, values: [], problem: null },
    isComplete: false,
  }));
  // The name servers said that there is nothing; by now there is something.
  put(name, "TXT", "theirs");
  await addChallenges(world, [challenge], nothing);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["theirs", "token"]);
  fake.records.delete(`${name} TXT`);
  await addChallenges(world, [challenge], nothing);
  world.dns.change = async (...words) => {
    world.dns.change = change;
    put(name, "TXT", "theirs", "token");
    return change(...words);
  };
  await removeChallenges(world, [challenge]);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["theirs"]);
});

test("a challenge that others have given another life is removed whole, and one that is gone is written for no more", async () => {
  fake.records.set(`${name} TXT`, { name, type: "TXT", ttlSeconds: 3600, values: ["token"] });
  await removeChallenges(fake.world, [challenge]);
  expect(fake.records.size).toBe(0);
  put(name, "TXT", "theirs");
  const before = fake.did.length;
  await removeChallenges(fake.world, [challenge]);
  expect(fake.did).toHaveLength(before);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["theirs"]);
});

test("a challenge that stands already is not written again", async () => {
  put(name, "TXT", "theirs", "token");
  const before = fake.did.length;
  await addChallenges(fake.world, [challenge], null);
  expect(fake.did).toHaveLength(before);
});

test("a provider that cannot be reached is no conflict: nothing is read or written after it", async () => {
  const nothing = [
    { name, answer: { server: "ns1.dns.test", values: [], problem: null }, isComplete: false },
  ];
  fake.world.dns.change = () => Promise.reject(new Failure("unreachable", "away"));
  fake.world.dns.readAll = () => Promise.reject(new Error("asked all the same"));
  await expect(addChallenges(fake.world, [challenge], nothing)).rejects.toMatchObject({
    kind: "unreachable",
  });
  await expect(removeChallenges(fake.world, [challenge])).rejects.toMatchObject({ kind: "unreachable" });
});

test("a chain of CNAMEs that does not end is named, with what to remove", async () => {
  put(name, "CNAME", "x.democluster.net");
  put("x.democluster.net", "CNAME", name);
  await expect(challengeName(fake.world, zone, name)).rejects.toMatchObject({
    kind: "rejected",
    remedy: `Point the CNAME record of ${name} directly to its final name, or remove it.`,
  });
});

test("a challenge in a zone that is gone is removed", async () => {
  fake.zones = [];
  await expect(removeChallenges(fake.world, [challenge])).resolves.toBeUndefined();
});

test("a challenge name that is delegated elsewhere blocks the delegation; one that is a zone of ours does not", async () => {
  put(name, "NS", "ns1.elsewhere.org");
  expect(report(await visit(fake, 2), "delegation")).toMatchObject({
    state: "blocked",
    note: expect.stringContaining(`delegates ${name} to ns1.elsewhere.org`),
  });
  fake.zones.push({ id: "acme", apex: name, nameServers: ["ns1.elsewhere.org"] });
  expect(report(await visit(fake, 1), "delegation").state).toBe("done");
});
