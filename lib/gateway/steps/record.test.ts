import { beforeEach, describe, expect, test } from "vitest";
import type { ExistingRecords, RecordSet, RecordType } from "../model";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "../testing/fake-world";
import { report, visit } from "../testing/visit";

const host = shop.host;
const markName = `_lamia.${host}`;
const named = loadBalancer({ ipv4: [], ipv6: [], hostname: "lb.cloud.example.com" });
const numbered = loadBalancer({ ipv4: ["192.0.2.10"], ipv6: [], hostname: null });

let fake: FakeWorld;
beforeEach(() => {
  fake = fakeWorld();
});

function put(type: RecordType, values: string[], { name = host, ttlSeconds = 60 } = {}): RecordSet {
  const set = { name, type, ttlSeconds, values };
  fake.records.set(`${name} ${type}`, set);
  return set;
}

const stands = (type: RecordType, name = host) => fake.records.get(`${name} ${type}`);
/** Changes of record sets, except those of challenges. */
const written = () => fake.did.filter((entry) => /^(write|remove) /.test(entry) && !entry.includes("_acme"));
const recordAfter = async (visits: number) => report(await visit(fake, visits), "record");

describe("a foreign record at the host", () => {
  const others: [string, RecordType, string[], typeof named][] = [
    ["a CNAME", "CNAME", ["old.example.com"], numbered],
    ["a CNAME elsewhere, where a CNAME is wanted", "CNAME", ["old.example.com"], named],
    ["an A where a CNAME is wanted", "A", ["203.0.113.1"], named],
    ["an AAAA where a CNAME is wanted", "AAAA", ["2001:db8::9"], named],
    ["an AAAA beside a wanted A", "AAAA", ["2001:db8::9"], numbered],
    ["a TXT where a CNAME is wanted", "TXT", ["v=spf1 -all"], named],
    ["a CAA where a CNAME is wanted", "CAA", ['0 issue "ca.test"'], named],
  ];

  test.each(others)("%s: nothing is written, visit after visit", async (_what, type, values, ingress) => {
    fake.ingresses = [ingress];
    const theirs = put(type, values);
    const record = await recordAfter(6);
    expect(record).toMatchObject({ state: "blocked", note: expect.stringContaining(`${type} ${values[0]}`) });
    expect(stands(type)).toEqual(theirs);
    expect(stands("TXT", markName)).toBeUndefined();
    expect(written()).toEqual([]);
  });

  const foreign: [ExistingRecords, typeof named, string][] = [
    [{ type: "MX", set: null, described: "10 mail.example.net" }, named, "can’t coexist with other records"],
    [{ type: "SRV", set: null, described: "0 0 443 x.net" }, named, "can’t coexist with other records"],
    [{ type: "TYPE65280", set: null, described: "\\# 0" }, named, "can’t coexist with other records"],
    [{ type: "ALIAS", set: null, described: "lb.example.net" }, numbered, "ALIAS lb.example.net"],
    [{ type: "A", set: null, described: "routing policy" }, numbered, "A routing policy"],
  ];

  test.each(foreign)(
    "of a kind that Lamia cannot write ($type) is left, and named",
    async (there, ingress, words) => {
      fake.ingresses = [ingress];
      fake.foreign.set(host, [there]);
      const record = await recordAfter(4);
      expect(record).toMatchObject({ state: "blocked", note: expect.stringContaining(words) });
      expect(record.remedy).not.toContain("heritage=lamia");
      expect(stands("TXT", markName)).toBeUndefined();
      expect(stands("A") ?? stands("CNAME")).toBeUndefined();
    },
  );

  test.each(["MX", "TXT", "HTTPS"])("%s next to a wanted address does no harm and stays", async (type) => {
    const there = [{ type, set: null, described: "x" }];
    fake.foreign.set(host, there);
    expect((await recordAfter(3)).state).toBe("done");
    expect(fake.foreign.get(host)).toEqual(there);
  });

  test("with the right value but another TTL is left as it is", async () => {
    const theirs = put("A", ["192.0.2.10"], { ttlSeconds: 17 });
    expect(await recordAfter(3)).toMatchObject({ state: "done", fact: { ours: false } });
    expect(stands("A")).toEqual(theirs);
  });

  test("is replaced when its owner hands it over with the record that the remedy names", async () => {
    put("CNAME", ["old.example.com"]);
    const { remedy } = await recordAfter(3);
    const [, value = ""] = /TXT record \S+ with “([^”]+)”/.exec(remedy ?? "") ?? [];
    put("TXT", [value], { name: markName });
    expect((await recordAfter(3)).state).toBe("done");
    expect([stands("CNAME"), stands("A")?.values]).toEqual([undefined, ["192.0.2.10"]]);
  });

  test("at the name of the ownership record is named", async () => {
    put("CNAME", ["x.example.com"], { name: markName });
    expect(await recordAfter(3)).toMatchObject({
      state: "blocked",
      remedy: expect.stringContaining(`CNAME record of ${markName}`),
    });
    expect(stands("A")).toBeUndefined();
  });

  test("that appeared in between is neither overwritten nor marked", async () => {
    const { change } = fake.world.dns;
    fake.world.dns.change = async (zone, changes) => {
      if (!stands("CNAME")) put("CNAME", ["quick.example.com"]);
      return change(zone, changes);
    };
    expect((await recordAfter(4)).state).toBe("blocked");
    expect(stands("TXT", markName)).toBeUndefined();
    expect(stands("CNAME")?.values).toEqual(["quick.example.com"]);
  });
});

describe("an ownership record", () => {
  const old = `heritage=lamia,owner=installation-1,gateway=vamp-demo/shop`;

  test("without its record owns nothing", async () => {
    await visit(fake, 3);
    fake.records.delete(`${host} A`);
    const theirs = put("CNAME", ["new.example.com"]);
    expect((await recordAfter(4)).state).toBe("blocked");
    expect(stands("CNAME")).toEqual(theirs);
  });

  test("of an earlier version next to a foreign record doesn't make it ours", async () => {
    const theirs = put("CNAME", ["old.example.com"]);
    put("TXT", [old], { name: markName });
    expect((await recordAfter(4)).state).toBe("blocked");
    expect(stands("CNAME")).toEqual(theirs);
  });

  test("of an earlier version next to the right record is updated, and the record stays", async () => {
    const address = put("A", ["192.0.2.10"], { ttlSeconds: 300 });
    put("TXT", ["a note", old], { name: markName });
    expect(await recordAfter(3)).toMatchObject({ state: "done", fact: { ours: true } });
    expect(stands("A")).toEqual(address);
    expect(stands("TXT", markName)?.values).toEqual(["a note", `${old},records=A:192.0.2.10`]);
  });

  test("and its record change together when the load balancer moves", async () => {
    await visit(fake, 3);
    fake.did = [];
    fake.ingresses = [named];
    expect((await recordAfter(3)).state).toBe("done");
    expect(written()).toEqual([`remove ${host} A`, `write ${host} CNAME`, `write ${markName} TXT`]);
    expect(stands("TXT", markName)?.values[0]).toContain("records=CNAME:lb.cloud.example.com");
  });
});

describe("name servers", () => {
  test("prove no absence if one of them doesn't answer: the provider is read before a write", async () => {
    fake.silent.add("ns2.dns.test");
    fake.lagging.add("ns1.dns.test");
    let looked = 0;
    const { readAll } = fake.world.dns;
    fake.world.dns.readAll = (zone, name) => {
      if (name === host) looked += 1;
      return readAll(zone, name);
    };
    const theirs = put("A", ["203.0.113.1"]);
    expect((await recordAfter(1)).state).toBe("blocked");
    expect([looked, stands("A")]).toEqual([1, theirs]);
  });

  test("that all say that the name doesn't exist make reading the provider unnecessary", async () => {
    let looked = 0;
    fake.world.dns.readAll = async () => {
      looked += 1;
      return [];
    };
    await visit(fake, 1);
    expect([looked, stands("A")?.values]).toEqual([0, ["192.0.2.10"]]);
  });

  test("that answer from a wildcard don't keep the host from getting its own record", async () => {
    const theirs = put("CNAME", ["y.example.com"], { name: "*.democluster.net" });
    expect((await recordAfter(3)).state).toBe("done");
    expect([stands("A")?.values, stands("CNAME", "*.democluster.net")]).toEqual([["192.0.2.10"], theirs]);
  });
});

test("a zone cut above the host blocks the step, with the cut and its servers, and nothing is written", async () => {
  const deep = { ...shop, host: "shop.store.democluster.net" };
  await visit(fake, 1);
  put("NS", ["ns1.other.example.com"], { name: "store.democluster.net" });
  fake.did = [];
  const reports = await visit(fake, 3, [], deep);
  for (const step of ["record", "delegation"] as const)
    expect(report(reports, step)).toMatchObject({
      state: "blocked",
      note: expect.stringContaining("delegates store.democluster.net to ns1.other.example.com"),
      remedy: expect.stringContaining("Create a zone store.democluster.net at Test DNS"),
    });
  expect(written()).toEqual([]);
});

test("a zone below that the same name servers answer from blocks the step and names it, and nothing is written", async () => {
  const deep = { ...shop, host: "shop.store.democluster.net" };
  await visit(fake, 1);
  fake.did = [];
  const { resolver } = fake.world;
  const ask: typeof resolver.ask = async (servers) =>
    servers.map((server) => ({ server, values: [], problem: null, zone: "store.democluster.net" }));
  fake.world = { ...fake.world, resolver: { ...resolver, ask } };
  const reports = await visit(fake, 3, [], deep);
  for (const step of ["record", "delegation"] as const)
    expect(report(reports, step)).toMatchObject({
      state: "blocked",
      note: expect.stringContaining("also serve a zone store.democluster.net"),
      remedy: expect.stringContaining("name it in dns_zone"),
    });
  expect(written()).toEqual([]);
});

describe("behind the proxies of a provider", () => {
  const proxied = (address = "192.0.2.241") => {
    const { dns, resolver } = fake.world;
    fake.ingresses = [numbered];
    fake.world = {
      ...fake.world,
      dns: { ...dns, isProxied: true },
      resolver: {
        ...resolver,
        async ask(servers, name, type) {
          const answers = await resolver.ask(servers, name, type);
          return answers.map((each) =>
            type === "A" && each.values?.length ? { ...each, values: [address] } : each,
          );
        },
      },
    };
  };

  test("the record is done once the provider holds what is wanted, whatever the name servers answer", async () => {
    proxied();
    expect(await recordAfter(6)).toMatchObject({ state: "done" });
    expect(stands("A")?.values).toEqual(["192.0.2.10"]);
  });

  test("a value that somebody changed at the provider is corrected", async () => {
    proxied();
    await recordAfter(6);
    put("A", ["203.0.113.7"], { ttlSeconds: 300 });
    await recordAfter(6);
    expect(stands("A")?.values).toEqual(["192.0.2.10"]);
  });
});

test("a record of ours that the provider would now write differently is written again", async () => {
  fake.ingresses = [numbered];
  await recordAfter(6);
  const before = written().length;
  const { dns } = fake.world;
  const isOff = () => written().length === before;
  fake.world = {
    ...fake.world,
    dns: {
      ...dns,
      isProxied: true,
      async readAll(zone, name) {
        const standing = await dns.readAll(zone, name);
        const off = (set: RecordSet | null) => set && { ...set, needsRewrite: true as const };
        return standing.map((each) =>
          each.type === "A" && isOff() ? { ...each, set: off(each.set) } : each,
        );
      },
    },
  };
  expect(await recordAfter(3)).toMatchObject({ state: "done" });
  expect(written().slice(before)).toContain(`write ${host} A`);
});

test("at an apex, a load balancer that has only a name gets an alias if the provider supports it", async () => {
  const { dns, resolver } = fake.world;
  fake.ingresses = [named];
  const apex = { ...shop, host: host.split(".").slice(-2).join(".") };
  fake.world = {
    ...fake.world,
    dns: { ...dns, canAlias: (name) => name === "lb.cloud.example.com" },
    resolver: {
      ...resolver,
      async ask(servers, name, type) {
        const isAliased = type === "A" && fake.records.has(`${name} A`);
        const answers = await resolver.ask(servers, name, type);
        return answers.map((each) => (isAliased ? { ...each, values: ["192.0.2.242"] } : each));
      },
    },
  };
  expect(report(await visit(fake, 6, [], apex), "record")).toMatchObject({ state: "done" });
  expect(stands("A", apex.host)?.values).toEqual(["lb.cloud.example.com"]);
});

describe("at an apex, a load balancer that has only a name", () => {
  const apex = { ...shop, host: host.split(".").slice(-2).join(".") };
  const recordOf = async (visits = 6) => report(await visit(fake, visits, [], apex), "record");
  beforeEach(() => {
    fake.ingresses = [named];
    fake.resolved.set("lb.cloud.example.com", ["192.0.2.77", "2001:db8::77"]);
  });

  test("is resolved, and its addresses stand with a short TTL and say when they were resolved", async () => {
    const found = await recordOf();
    expect(found).toMatchObject({
      state: "done",
      note: expect.stringContaining("Lamia resolves lb.cloud.example.com every 60 seconds"),
      retryAt: new Date(Date.parse(found.at) + 60_000).toISOString(),
      fact: {
        ours: true,
        address: { ipv4: ["192.0.2.77"], ipv6: ["2001:db8::77"], hostname: null },
        resolution: { resolvedAt: found.at, problem: null },
      },
    });
    expect(stands("A", apex.host)).toMatchObject({ values: ["192.0.2.77"], ttlSeconds: 60 });
    expect(stands("AAAA", apex.host)?.values).toEqual(["2001:db8::77"]);
    expect(stands("CNAME", apex.host)).toBeUndefined();
  });

  test("moves, and the records follow", async () => {
    await recordOf();
    fake.resolved.set("lb.cloud.example.com", ["192.0.2.78"]);
    expect((await recordOf()).state).toBe("done");
    expect([stands("A", apex.host)?.values, stands("AAAA", apex.host)]).toEqual([["192.0.2.78"], undefined]);
  });

  test.each([
    ["can’t be resolved", undefined],
    ["has no address any more", []],
    ["leads to the network's own services", ["169.254.169.254"]],
  ])("%s: what stands stays, and the page says why", async (_what, addresses) => {
    await recordOf();
    if (addresses) fake.resolved.set("lb.cloud.example.com", addresses);
    else fake.resolved.delete("lb.cloud.example.com");
    fake.did = [];
    expect(await recordOf()).toMatchObject({
      state: "done",
      note: expect.stringContaining("its last known addresses stay"),
      fact: { resolution: { resolvedAt: null, problem: expect.stringMatching(/./) } },
    });
    expect(written()).toEqual([]);
    expect(stands("A", apex.host)?.values).toEqual(["192.0.2.77"]);
  });

  test("can’t be resolved at first: nothing is written, and a foreign record stays", async () => {
    fake.resolved.clear();
    put("A", ["203.0.113.1"], { name: apex.host });
    expect(await recordOf()).toMatchObject({
      state: "waiting",
      note: expect.stringContaining("can’t resolve"),
    });
    expect([written(), stands("A", apex.host)?.values]).toEqual([[], ["203.0.113.1"]]);
  });

  test("gets a CNAME record beside the records for mail if the provider flattens it", async () => {
    const { dns, resolver } = fake.world;
    fake.foreign.set(apex.host, [{ type: "MX", set: null, described: "10 mail.example.net" }]);
    fake.world = {
      ...fake.world,
      dns: {
        ...dns,
        flattensApex: true,
        // The fake zone refuses any CNAME record beside others.
        async change(zone, changes, confirm) {
          const mail = fake.foreign.get(apex.host) ?? [];
          fake.foreign.delete(apex.host);
          await dns.change(zone, changes, confirm).finally(() => fake.foreign.set(apex.host, mail));
        },
      },
      resolver: {
        ...resolver,
        async ask(servers, name, type) {
          const answers = await resolver.ask(servers, name, type);
          const isFlat = type === "A" && fake.records.has(`${name} CNAME`);
          return answers.map((each) => (isFlat ? { ...each, values: ["192.0.2.77"] } : each));
        },
      },
    };
    expect((await recordOf()).state).toBe("done");
    expect(stands("CNAME", apex.host)?.values).toEqual(["lb.cloud.example.com"]);
    expect(fake.foreign.get(apex.host)).toHaveLength(1);
  });
});
