import { beforeEach, describe, expect, test } from "vitest";
import type { RecordSet, RecordType } from "@/lib/gateway/model";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { planTakeOver, type TakeOver, takeOver } from "./take-over";

const { host } = shop;
const markName = `_lamia.${host}`;
let fake: FakeWorld;
beforeEach(async () => {
  fake = fakeWorld();
  await fake.world.dns.createZone("democluster.net");
  put("A", ["203.0.113.1"]);
  put("MX", ["10 mail.democluster.net"]);
  put("TXT", ["a note"], { name: markName });
  put("A", ["203.0.113.9"], { name: `www.${host}` });
});

function put(type: RecordType | "MX", values: string[], { name = host, ttlSeconds = 60 } = {}): void {
  fake.records.set(`${name} ${type}`, { name, type: type as RecordType, ttlSeconds, values });
}

async function possible(): Promise<TakeOver> {
  const planned = await planTakeOver(shop, fake.world);
  if (planned.kind === "impossible") throw new Error(planned.note);
  return planned;
}

describe("taking over somebody else's record", () => {
  test("is planned without a change, and says what it replaces, with what, and with which ownership record", async () => {
    fake.did = [];
    expect(await possible()).toMatchObject({
      replaces: [{ type: "A", ttlSeconds: 60, values: ["203.0.113.1"] }],
      becomes: [{ type: "A", values: ["192.0.2.10"] }],
      mark: { name: markName, value: expect.stringContaining("gateway=vamp-demo/shop,records=A:192.0.2.10") },
    });
    expect(fake.did).toEqual([]);
  });

  test("replaces the record and writes the ownership record in one change, touches nothing else, and the walk continues", async () => {
    const before = new Map(fake.records);
    expect(report(await visit(fake, 3), "record").state).toBe("blocked");
    let changes = 0;
    const { change } = fake.world.dns;
    fake.world.dns.change = async (zone, given) => {
      changes += 1;
      return change(zone, given);
    };
    await takeOver(shop, fake.world, await possible());
    expect(changes).toBe(1);
    fake.world.dns.change = change;
    const changed = [...fake.records.keys()].filter((key) => fake.records.get(key) !== before.get(key));
    expect(changed.filter((key) => !key.includes("_acme")).sort()).toEqual([`${markName} TXT`, `${host} A`]);
    expect(fake.records.get(`${markName} TXT`)?.values).toEqual([
      "a note",
      expect.stringContaining("heritage=lamia,owner=installation-1"),
    ]);
    expect(report(await visit(fake, 3), "record")).toMatchObject({ state: "done", fact: { ours: true } });
  });

  test.each([
    ["another value", () => put("A", ["203.0.113.2"])],
    ["another TTL", () => put("A", ["203.0.113.1"], { ttlSeconds: 61 })],
    ["a record beside it", () => put("AAAA", ["2001:db8::1"])],
    [
      "another address of the load balancer",
      () =>
        void fake.ingresses.splice(0, 1, loadBalancer({ ipv4: ["192.0.2.11"], ipv6: [], hostname: null })),
    ],
  ])("is refused when there is %s than what was confirmed", async (_what, happens) => {
    const seen = await possible();
    happens();
    const before = new Map(fake.records);
    await expect(takeOver(shop, fake.world, seen)).rejects.toMatchObject({ kind: "conflict" });
    expect(fake.records).toEqual(before);
    await takeOver(shop, fake.world, await possible());
    expect(fake.records.get(`${host} A`)?.values).not.toContain("203.0.113.1");
  });

  test("changes nothing if somebody writes at the last moment", async () => {
    const seen = await possible();
    const { change } = fake.world.dns;
    fake.world.dns.change = async (zone, given) => {
      put("A", ["203.0.113.3"]);
      return change(zone, given);
    };
    await expect(takeOver(shop, fake.world, seen)).rejects.toMatchObject({ kind: "conflict" });
    expect(fake.records.get(`${host} A`)?.values).toEqual(["203.0.113.3"]);
    expect(fake.records.get(`${markName} TXT`)?.values).toEqual(["a note"]);
  });

  test.each<[string, () => void, RegExp]>([
    [
      "another installation has marked it",
      () => put("TXT", ["heritage=lamia,owner=other,gateway=a/b,records=A:203.0.113.1"], { name: markName }),
      /another installation/,
    ],
    [
      "another virtual cluster holds the host",
      () => {
        const gateway = { namespace: "vamp-other", name: "shop" };
        fake.claims = [shop, { ...shop, gateway, createdAt: "2020-01-01T00:00:00Z" }];
      },
      /another virtual cluster/,
    ],
    [
      "it has a type that Lamia can’t restore",
      () => {
        fake.records.delete(`${host} A`);
        fake.foreign.set(host, [{ type: "A", set: null, described: "routing policy" }]);
      },
      /routing policy/,
    ],
    [
      "the ownership record has no place",
      () => {
        fake.records.delete(`${markName} TXT`);
        put("CNAME", ["x.example.com"], { name: markName });
      },
      /records that Lamia didn’t write/,
    ],
    ["the record is right already", () => put("A", ["192.0.2.10"]), /no records of others/],
    ["the ingress has no address", () => void fake.ingresses.splice(0), /No Service selects/],
  ])("is not offered when %s", async (_what, happens, words) => {
    happens();
    const before = new Map(fake.records);
    expect(await planTakeOver(shop, fake.world)).toMatchObject({
      kind: "impossible",
      note: expect.stringMatching(words),
    });
    const seen = { replaces: [...before.values()] as RecordSet[], becomes: [] };
    await expect(takeOver(shop, fake.world, seen)).rejects.toMatchObject({ kind: "conflict" });
    expect(fake.records).toEqual(before);
  });
});
