import { beforeEach, describe, expect, test } from "vitest";
import { cleanUp } from "../cleanup/clean-up";
import type { RecordSet, RecordType } from "../model";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "../testing/fake-world";
import { report, visit } from "../testing/visit";
import { formerRegistryName, readRegistryValue, registryName } from "./external-dns";
import { planTakeOver } from "./take-over";

const { host } = shop;
const plain = { prefix: "", suffix: "", wildcardReplacement: "" };

describe("the registry's name of a record", () => {
  // As external-dns's documentation and its mapper of names have them.
  test.each<[string, RecordType, Partial<typeof plain>, string, string]>([
    ["shop.example.com", "A", {}, "a-shop.example.com", "shop.example.com"],
    ["Shop.example.com", "AAAA", {}, "aaaa-shop.example.com", "shop.example.com"],
    ["www.ex.com", "CNAME", { prefix: "%{record_type}-abc-." }, "cname-abc-.www.ex.com", "-abc-.www.ex.com"],
    ["www.ex.com", "CNAME", { suffix: "-.%{record_type}" }, "www-.cname.ex.com", "www-..ex.com"],
    ["www.ex.com", "A", { prefix: "extdns." }, "extdns.a-www.ex.com", "extdns.www.ex.com"],
    ["www.ex.com", "A", { suffix: "-txt" }, "a-www-txt.ex.com", "www-txt.ex.com"],
    ["*.ex.com", "A", { wildcardReplacement: "any" }, "a-any.ex.com", "any.ex.com"],
    ["*.ex.com", "A", {}, "a-*.ex.com", "*.ex.com"],
  ])("%s %s with %j is %s, and was %s", (name, type, affixes, expected, former) => {
    expect(registryName(name, type, { ...plain, ...affixes })).toBe(expected);
    expect(formerRegistryName(name, { ...plain, ...affixes })).toBe(former);
  });
});

test.each([
  [
    "heritage=external-dns,external-dns/owner=default,external-dns/resource=ingress/web/shop",
    "ingress/web/shop",
  ],
  ['"heritage=external-dns,external-dns/owner=default,external-dns/resource=service/a/b"', "service/a/b"],
  ["heritage=external-dns,external-dns/owner=default", ""],
])("%s is read", (value, resource) => {
  expect(readRegistryValue(value)).toEqual({ owner: "default", resource });
});

test.each(["v=spf1 -all", "heritage=lamia,owner=x,gateway=a/b", "v1;Zm9v", ""])("%j is no owner", (value) => {
  expect(readRegistryValue(value)).toBeNull();
});

let fake: FakeWorld;
beforeEach(() => {
  fake = fakeWorld();
});

function put(name: string, type: RecordType, ...values: string[]): RecordSet {
  const set = { name, type, ttlSeconds: 300, values };
  fake.records.set(`${name} ${type}`, set);
  return set;
}

const theirs = "heritage=external-dns,external-dns/owner=cluster-7,external-dns/resource=ingress/web/shop";
const stands = (name: string, type: RecordType) => fake.records.get(`${name} ${type}`)?.values;
const recordAfter = async (visits: number) => report(await visit(fake, visits), "record");
const setAffixes = (affixes: Partial<FakeWorld["world"]["externalDns"]>) => {
  fake.world.externalDns = { ...fake.world.externalDns, ...affixes };
};

describe("what external-dns owns", () => {
  test.each([
    ["in the record with the type in its name", `a-${host}`, {}],
    ["in the record at the name itself, of older versions", host, {}],
    ["in a record with a prefix", `own.a-${host}`, { prefix: "own." }],
  ])("%s is named, and nothing is written or offered", async (_what, name, affixes) => {
    setAffixes(affixes);
    put(host, "A", "203.0.113.9");
    put(name, "TXT", theirs);
    const before = new Map(fake.records);
    expect(await recordAfter(4)).toMatchObject({
      state: "blocked",
      note: expect.stringContaining("(owner cluster-7, resource ingress/web/shop): A 203.0.113.9"),
      remedy: expect.stringContaining(`Remove ${host} from ingress/web/shop`),
    });
    for (const [key, set] of before) expect(fake.records.get(key)).toEqual(set);
    expect(await planTakeOver(shop, fake.world)).toMatchObject({ kind: "impossible" });
  });

  test("is done if the address is right, and stays external-dns's", async () => {
    put(host, "A", "192.0.2.10");
    put(`a-${host}`, "TXT", theirs);
    expect(await recordAfter(3)).toMatchObject({
      state: "done",
      note: expect.stringContaining("external-dns keeps (owner cluster-7"),
      fact: { ours: false },
    });
  });

  test("without a record yet is left to it: it would change what Lamia writes", async () => {
    put(`a-${host}`, "TXT", theirs);
    expect(await recordAfter(3)).toMatchObject({
      state: "blocked",
      note: expect.stringContaining(`a-${host}`),
    });
    expect(stands(host, "A")).toBeUndefined();
  });

  test("is asked of the provider while no name server answers", async () => {
    put(host, "A", "203.0.113.9");
    put(`a-${host}`, "TXT", theirs);
    fake.silent = new Set(["ns1.dns.test", "ns2.dns.test"]);
    expect(await recordAfter(1)).toMatchObject({ note: expect.stringContaining("external-dns owns") });
  });

  test("beside what Lamia wrote is said at the next visit, before anything has changed", async () => {
    await visit(fake, 3);
    put(`a-${host}`, "TXT", theirs);
    const before = new Map(fake.records);
    fake.now = new Date(fake.now.getTime() + 3_600_000);
    expect(await recordAfter(1)).toMatchObject({
      state: "done",
      note: expect.stringContaining("external-dns keeps (owner cluster-7"),
      fact: { ours: false },
    });
    for (const [key, set] of before) expect(fake.records.get(key)).toEqual(set);
  });

  test("among what Lamia wrote is not fought for", async () => {
    await visit(fake, 3);
    put(host, "A", "203.0.113.9");
    put(`a-${host}`, "TXT", theirs);
    expect((await recordAfter(3)).state).toBe("blocked");
    expect(stands(host, "A")).toEqual(["203.0.113.9"]);
  });
});

describe("with an owner ID", () => {
  const ours = "heritage=external-dns,external-dns/owner=lamia,external-dns/resource=lamia/installation-1";
  beforeEach(() => setAffixes({ ownerId: "lamia" }));

  test("Lamia's records carry ownership records that external-dns reads, and the page lists them", async () => {
    const { state, fact } = await recordAfter(3);
    expect(state).toBe("done");
    expect(stands(`a-${host}`, "TXT")).toEqual([ours]);
    expect(stands(`_lamia.${host}`, "TXT")?.[0]).toContain(`external-dns:a-${host}`);
    expect(fact).toMatchObject({ records: [{ type: "A" }, { type: "TXT", name: `a-${host}` }] });
  });

  test("they follow the type of the record, and values of others stay", async () => {
    await visit(fake, 3);
    put(`a-${host}`, "TXT", "a note", ours);
    fake.ingresses = [loadBalancer({ ipv4: [], ipv6: ["2001:db8::1"], hostname: null })];
    expect((await recordAfter(3)).state).toBe("done");
    expect([stands(`a-${host}`, "TXT"), stands(`aaaa-${host}`, "TXT")]).toEqual([["a note"], [ours]]);
  });

  test("they change with the ID, and go when it goes", async () => {
    await visit(fake, 3);
    setAffixes({ ownerId: "lamia-2" });
    await recordAfter(3);
    expect(stands(`a-${host}`, "TXT")).toEqual([ours.replace("owner=lamia", "owner=lamia-2")]);
    setAffixes({ ownerId: null });
    expect((await recordAfter(3)).state).toBe("done");
    expect([stands(`a-${host}`, "TXT"), stands(host, "A")]).toEqual([undefined, ["192.0.2.10"]]);
  });

  test("a cleanup removes them with the record, whatever the settings are by then", async () => {
    await visit(fake, 3);
    setAffixes({ ownerId: null, prefix: "other-" });
    const others = async () => ({ holdHost: false, heir: null, wantedSecrets: new Set<string>() });
    await cleanUp(fake.world, { host, gateway: shop.gateway, others });
    expect([...fake.records.keys()].filter((key) => key.includes(host))).toEqual([]);
  });

  test("names outside of the zone and wildcards without a replacement get none", async () => {
    const apex = { ...shop, host: "democluster.net" };
    expect(report(await visit(fake, 3, [], apex), "record").state).toBe("done");
    const wildcard = { ...shop, host: "*.democluster.net" };
    expect(report(await visit(fake, 3, [], wildcard), "record").state).toBe("done");
    expect([...fake.records.values()].flatMap(({ values }) => values)).not.toContain(ours);
  });
});
