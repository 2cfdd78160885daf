import { beforeEach, describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { RecordType, Zone } from "@/lib/gateway/model";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { addChallenges, askForChallenges, challengeName, removeChallenges } from "./challenge-records";

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

describe("where a challenge belongs", () => {
  test("is the target of a CNAME record of the exact name", async () => {
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

  test("is read from the provider when name servers don't answer: silence is no answer", async () => {
    put(name, "CNAME", "x.acme.democluster.net");
    for (const silent of [["ns1.dns.test"], ["ns1.dns.test", "ns2.dns.test"]]) {
      fake.silent = new Set(silent);
      fake.lagging = new Set(["ns2.dns.test"]);
      expect(await challengeName(fake.world, zone, name)).toBe("x.acme.democluster.net");
    }
  });

  test("is reported before anything is written when its zone isn't ours", async () => {
    put(name, "CNAME", "x.elsewhere.org");
    await expect(challengeName(fake.world, zone, name)).rejects.toMatchObject({
      kind: "rejected",
      remedy: expect.stringContaining("x.elsewhere.org"),
    });
  });
});

describe("the zone in which a challenge is looked for", () => {
  /** For which names the provider was asked about zones. */
  function readZones(): string[] {
    const read: string[] = [];
    const { readAll } = fake.world.dns;
    fake.world.dns.readAll = async (where, at) => {
      read.push(where.id);
      return readAll(where, at);
    };
    fake.silent = new Set(zone.nameServers);
    return read;
  }

  test("is the host's, even if the provider does not list it yet", async () => {
    fake.zones = [];
    const read = readZones();
    expect(await challengeName(fake.world, zone, name)).toBe(name);
    expect(read).toEqual([zone.id]);
  });

  test("is a zone of the challenge's own name if there is one, also at a provider that can't list its zones", async () => {
    fake.zones.push({ id: "acme", apex: name, nameServers: zone.nameServers });
    const { zones } = fake.world.dns;
    fake.world.dns.zones = async (query) => (query?.holding === undefined ? [] : zones(query));
    const read = readZones();
    await challengeName(fake.world, zone, name);
    expect(read).toEqual(["acme"]);
  });

  test("is what the provider says when it has no name servers to ask", async () => {
    put(name, "CNAME", "x.acme.democluster.net");
    const unserved = { ...zone, nameServers: [] };
    expect(await challengeName(fake.world, unserved, name)).toBe("x.acme.democluster.net");
  });
});

test("a CNAME that only one name server knows is followed, and one that can't be read is named", async () => {
  put(name, "TXT", "theirs");
  put(name, "CNAME", "x.acme.democluster.net");
  const { ask } = fake.world.resolver;
  fake.world.resolver.ask = async (servers, at, type) =>
    (await ask(servers, at, type)).map((answer, index) => ({
      server: answer.server,
      values: [],
      problem: null,
      ...(index === 0 && answer.alias !== undefined ? { alias: answer.alias } : {}),
    }));
  expect(await challengeName(fake.world, zone, name)).toBe("x.acme.democluster.net");
  fake.world.resolver.ask = ask;
  fake.records.delete(`${name} CNAME`);
  fake.foreign.set(name, [{ type: "CNAME", set: null, described: "routing policy" }]);
  fake.silent = new Set(zone.nameServers);
  await expect(challengeName(fake.world, zone, name)).rejects.toMatchObject({
    kind: "rejected",
    message: expect.stringContaining("CNAME routing policy"),
  });
});

test("other records at the name are no CNAME", async () => {
  put(name, "TXT", "theirs.example.org");
  fake.silent = new Set(zone.nameServers);
  expect(await challengeName(fake.world, zone, name)).toBe(name);
});

test.each([
  [7, true],
  [8, false],
])("a chain of %i CNAMEs is followed: %s", async (length, isFollowed) => {
  const names = Array.from({ length: length + 1 }, (_, hop) =>
    hop === 0 ? name : `hop${hop}.democluster.net`,
  );
  for (const [hop, each] of names.slice(0, -1).entries()) put(each, "CNAME", names[hop + 1] as string);
  const found = challengeName(fake.world, zone, name);
  if (isFollowed) expect(await found).toBe(names.at(-1));
  else await expect(found).rejects.toMatchObject({ kind: "rejected" });
});

const challenge = { name, value: "token" };

test("addresses at the name stay as they are when a challenge is added or removed next to them", async () => {
  put(name, "A", "192.0.2.1");
  await addChallenges(fake.world, [challenge], null);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["token"]);
  put(name, "TXT", "theirs", "token");
  await removeChallenges(fake.world, [challenge]);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["theirs"]);
  expect(fake.records.get(`${name} A`)?.values).toEqual(["192.0.2.1"]);
});

test("NS records of a zone with the challenge's own name don't get in the way, nor do records of other types", async () => {
  fake.zones.push({ id: "acme", apex: name, nameServers: ["ns1.dns.test"] });
  put(name, "NS", "ns1.dns.test");
  fake.foreign.set(name, [{ type: "HTTPS", set: null, described: "1 ." }]);
  await addChallenges(fake.world, [challenge], null);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["token"]);
});

test("a TXT record that can't be restored is named, and stays", async () => {
  fake.foreign.set(name, [{ type: "TXT", set: null, described: "weighted" }]);
  await expect(addChallenges(fake.world, [challenge], null)).rejects.toMatchObject({
    message: expect.stringContaining("TXT weighted"),
  });
  expect(fake.records.size).toBe(0);
});

test("the provider is read before a write unless every name server said that there is nothing", async () => {
  const said = (server: string, values: string[] | null, of = name) => ({
    name: of,
    zone: zone.apex,
    answer: { server, values, problem: values === null ? "no answer" : null },
    isComplete: false,
  });
  let reads = 0;
  const { readAll } = fake.world.dns;
  fake.world.dns.readAll = async (...words) => {
    reads += 1;
    return readAll(...words);
  };
  const readsFor = async (seen: ReturnType<typeof said>[] | null) => {
    reads = 0;
    fake.records.clear();
    await addChallenges(fake.world, [challenge], seen);
    return reads;
  };
  const elsewhere = said("ns1", ["theirs"], `other.${name}`);
  expect(await readsFor([said("ns1", []), said("ns2", []), elsewhere])).toBe(0);
  expect(await readsFor([said("ns1", []), said("ns2", ["theirs"])])).toBe(1);
  expect(await readsFor([said("ns1", null), said("ns2", null)])).toBe(1);
  expect(await readsFor([elsewhere])).toBe(1);
  expect(await readsFor(null)).toBe(1);
});

test("values that were written together are removed together, in one write, whatever their order", async () => {
  const two = ["second", "first"].map((value) => ({ name, value }));
  await addChallenges(fake.world, two, null);
  fake.world.dns.readAll = () => Promise.reject(new Error("read all the same"));
  await removeChallenges(fake.world, two.toReversed());
  expect(fake.records.size).toBe(0);
});

test("a name server is complete when it shows every value, and one that doesn't answer never is", async () => {
  const two = ["one", "two"].map((value) => ({ name, value }));
  const complete = async () => (await askForChallenges(fake.world, two)).map(({ isComplete }) => isComplete);
  put(name, "TXT", "one");
  expect(await complete()).toEqual([false, false]);
  put(name, "TXT", "one", "theirs", "two");
  expect(await complete()).toEqual([true, true]);
  fake.silent.add("ns2.dns.test");
  expect(await complete()).toEqual([true, false]);
});

test("a challenge can go into a zone that only a fresh read shows; without one, the name is reported", async () => {
  fake.newZones = fake.zones.splice(0);
  await addChallenges(fake.world, [challenge], null);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["token"]);
  fake.zones = [];
  await expect(addChallenges(fake.world, [challenge], null)).rejects.toMatchObject({
    kind: "rejected",
    message: expect.stringContaining(name),
  });
});

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

test("values of others, and their TTL, stay when ours are added and removed", async () => {
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
    zone: zone.apex,
    answer: { server, values: [], problem: null },
    isComplete: false,
  }));
  // The name servers said that there was nothing, but now there is.
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

test("a challenge whose TTL somebody else changed is removed completely, and nothing is written for one that is gone", async () => {
  fake.records.set(`${name} TXT`, { name, type: "TXT", ttlSeconds: 3600, values: ["token"] });
  await removeChallenges(fake.world, [challenge]);
  expect(fake.records.size).toBe(0);
  put(name, "TXT", "theirs");
  const before = fake.did.length;
  await removeChallenges(fake.world, [challenge]);
  expect(fake.did).toHaveLength(before);
  expect(fake.records.get(`${name} TXT`)?.values).toEqual(["theirs"]);
});

test("a challenge that already exists is not written again", async () => {
  put(name, "TXT", "theirs", "token");
  const before = fake.did.length;
  await addChallenges(fake.world, [challenge], null);
  expect(fake.did).toHaveLength(before);
});

test("a provider that can't be reached isn't a conflict: nothing is read or written afterwards", async () => {
  const nothing = [
    {
      name,
      zone: zone.apex,
      answer: { server: "ns1.dns.test", values: [], problem: null },
      isComplete: false,
    },
  ];
  fake.world.dns.change = () => Promise.reject(new Failure("unreachable", "away"));
  fake.world.dns.readAll = () => Promise.reject(new Error("asked all the same"));
  await expect(addChallenges(fake.world, [challenge], nothing)).rejects.toMatchObject({
    kind: "unreachable",
  });
  await expect(removeChallenges(fake.world, [challenge])).rejects.toMatchObject({ kind: "unreachable" });
});

test("an endless chain of CNAMEs is named, with what to remove", async () => {
  put(name, "CNAME", "x.democluster.net");
  put("x.democluster.net", "CNAME", name);
  await expect(challengeName(fake.world, zone, name)).rejects.toMatchObject({
    kind: "rejected",
    remedy: `Point the CNAME record of ${name} directly to its final name, or remove it.`,
  });
});

test("removing a challenge from a zone that no longer exists succeeds", async () => {
  fake.zones = [];
  fake.world.dns.change = () => Promise.reject(new Error("written all the same"));
  await expect(removeChallenges(fake.world, [challenge])).resolves.toBeUndefined();
});

test("a challenge name that is delegated elsewhere blocks the delegation; one that is a zone of ours doesn't", async () => {
  put(name, "NS", "ns1.elsewhere.org");
  expect(report(await visit(fake, 2), "delegation")).toMatchObject({
    state: "blocked",
    note: expect.stringContaining(`delegates ${name} to ns1.elsewhere.org`),
  });
  fake.zones.push({ id: "acme", apex: name, nameServers: ["ns1.elsewhere.org"] });
  expect(report(await visit(fake, 1), "delegation").state).toBe("done");
});

test("a challenge is removed at the provider that the host was at before, too, even if a third one fails", async () => {
  const before = fakeWorld();
  before.zones.push(zone);
  before.records.set(`${name} TXT`, { name, type: "TXT", ttlSeconds: 60, values: ["theirs", "token"] });
  const away = { ...before.world.dns, zones: () => Promise.reject(new Failure("unreachable", "away")) };
  await removeChallenges({ ...fake.world, otherDns: [away, before.world.dns] }, [challenge]);
  expect(before.records.get(`${name} TXT`)?.values).toEqual(["theirs"]);
});

test("the TXT values go from every zone that could hold them: metadata may have named another one by then", async () => {
  const value = "token";
  const set = (values: string[]) => ({ name, type: "TXT" as const, ttlSeconds: 60, values });
  const apexes = ["democluster.net", `sub.${name}`, "net", name];
  const zones = apexes.map((apex) => ({ id: apex, apex, nameServers: [] }));
  const held = new Map([
    [name, ["of-somebody"]],
    ["democluster.net", ["of-somebody", value]],
    ["net", [value]],
  ]);
  const dns: typeof fake.world.dns = {
    ...fake.world.dns,
    zones: async (query) => (query?.everywhere ? zones : zones.slice(3)),
    async readAll(zone) {
      if (zone.apex === "net") throw new Failure("refused", "Not this key.");
      const values = held.get(zone.apex);
      return values ? [{ type: "TXT", set: set(values), described: "" }] : [];
    },
    async change(zone, [change]) {
      if (held.get(zone.apex)?.join() !== change?.seen?.values.join())
        throw new Failure("conflict", "Changed.");
      held.set(zone.apex, change?.next?.values ?? []);
    },
  };
  await removeChallenges({ ...fake.world, dns }, [{ name, value }]);
  expect([...held]).toEqual([
    [name, ["of-somebody"]],
    ["democluster.net", ["of-somebody"]],
    // It may have nothing to do with the host, so it stops nothing.
    ["net", [value]],
  ]);
});
