import { beforeEach, describe, expect, test } from "vitest";
import { cleanUp } from "@/lib/gateway/cleanup/clean-up";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { walkEvents } from "@/lib/gateway/walk/events";
import { awaitedOf, type Report } from "@/lib/gateway/walk/report";
import { Failure } from "../failure";
import type { RecordType } from "../model";
import { awaitedRecords, lateServers } from "./by-hand";

let fake: FakeWorld;
beforeEach(() => {
  fake = fakeWorld();
  fake.zones.push({ id: "democluster.net", apex: "democluster.net", nameServers: ["ns1.test", "ns2.test"] });
  fake.delegated = [["ns1.test", "ns2.test"]];
  const refuse = () => Promise.reject(new Failure("rejected", "Lamia wrote by itself."));
  fake.world.dns = { ...fake.world.dns, title: "By hand", byHand: true, change: refuse, createZone: refuse };
});

const challenge = `_acme-challenge.${shop.host}`;

function enter(name: string, type: RecordType, ...values: string[]): void {
  fake.records.set(`${name} ${type}`, { name, type, ttlSeconds: 300, values });
}

/** What a user does who follows the page, until there is a certificate. */
async function walked(): Promise<Report[]> {
  enter(shop.host, "A", "192.0.2.10");
  const asked = await visit(fake, 2);
  const [txt] = awaitedOf(report(asked, "certificate"));
  enter(challenge, "TXT", ...(txt?.expected ?? []));
  return visit(fake, 8, asked);
}

test("a walk names each record to enter, continues once it is there, and writes nothing", async () => {
  const before = await visit(fake, 2);
  const record = report(before, "record");
  expect(record).toMatchObject({ state: "blocked", remedy: expect.stringContaining("192.0.2.10") });
  expect(awaitedOf(record)[0]).toMatchObject({ name: shop.host, type: "A", expected: ["192.0.2.10"] });
  expect(report(before, "zone").fact).toMatchObject({ isByHand: true });
  expect(awaitedOf(report(before, "zone"))).toEqual([]);
  const certificate = report(before, "certificate");
  expect(certificate.state).toBe("blocked");
  expect(awaitedOf(certificate)).toMatchObject([
    { name: challenge, type: "TXT", zone: "democluster.net", expected: ["token-order-1"] },
  ]);
  const after = await walked();
  expect(report(after, "record").state).toBe("done");
  expect(report(after, "certificate").state).toBe("done");
  expect(fake.did.filter((did) => /^(write|remove|zone)/.test(did))).toEqual([]);
  expect(fake.records.get(`${challenge} TXT`)?.values).toEqual(["token-order-1"]);
});

test("a record counts only when every name server has it", async () => {
  enter(shop.host, "A", "192.0.2.10");
  fake.lagging.add("ns2.test");
  const found = report(await visit(fake), "record");
  expect(found).toMatchObject({ state: "blocked", note: expect.stringContaining("1 of 2") });
  expect(awaitedOf(found).flatMap(lateServers)).toEqual(["ns2.test"]);
  fake.lagging.clear();
  expect(report(await visit(fake), "record").state).toBe("done");
});

test("a wrong address has to be deleted, and a CNAME in its place is shown", async () => {
  enter(shop.host, "A", "192.0.2.10");
  enter(shop.host, "AAAA", "2001:db8::1");
  const found = report(await visit(fake), "record");
  expect(found).toMatchObject({
    state: "blocked",
    remedy: `Delete the AAAA records of ${shop.host} at your DNS provider.`,
  });
  fake.records.clear();
  enter(shop.host, "CNAME", "elsewhere.example");
  const [a] = awaitedOf(report(await visit(fake), "record"));
  expect(a?.found).toMatchObject([
    { server: "ns1.test", alias: "elsewhere.example", isRight: false },
    { server: "ns2.test", alias: "elsewhere.example", isRight: false },
  ]);
});

test("other TXT values may stay beside the challenge, other addresses may not", () => {
  const found = [{ server: "ns1", values: ["mine", "theirs"], problem: null }];
  const asked = { zone: null, name: "x", expected: ["mine"], found };
  expect(awaitedRecords({ ...asked, type: "TXT" }).found[0]?.isRight).toBe(true);
  expect(awaitedRecords({ ...asked, type: "A" }).found[0]?.isRight).toBe(false);
  expect(
    lateServers(
      awaitedRecords({ ...asked, type: "TXT", found: [{ server: "ns1", values: null, problem: "" }] }),
    ),
  ).toEqual(["ns1"]);
});

test("a renewal asks once for its new value, keeps serving, and warns more urgently halfway to expiry", async () => {
  const served = await walked();
  const day = 86_400_000;
  fake.now = new Date(fake.now.getTime() + 61 * day);
  const due = await visit(fake, 1, served);
  const certificate = report(due, "certificate");
  expect(certificate.state).toBe("done");
  expect(awaitedOf(certificate)[0]?.expected).toEqual(["token-order-2"]);
  const told = walkEvents(shop, served, due).filter(({ notify }) => notify);
  expect(told).toMatchObject([
    { type: "certificate.record-needed", message: expect.stringContaining("token-order-2") },
  ]);
  const again = await visit(fake, 1, due);
  expect(walkEvents(shop, due, again).filter(({ notify }) => notify)).toEqual([]);

  // A CA that is down for a moment is no reason to ask for a new value.
  const { state } = fake.world.ca;
  fake.world.ca.state = () => Promise.reject(new Failure("unreachable", "The CA is away."));
  const away = await visit(fake, 1, again);
  fake.world.ca.state = state;
  const back = await visit(fake, 1, away);
  expect(walkEvents(shop, away, back).filter(({ type }) => type === "certificate.record-needed")).toEqual([]);

  fake.now = new Date(fake.now.getTime() + 20 * day);
  const late = await visit(fake, 1, back);
  expect(walkEvents(shop, back, late)).toMatchObject([{ type: "certificate.renewal-failed", notify: true }]);

  // The old value may stay there.
  enter(challenge, "TXT", "token-order-1", "token-order-2");
  const renewed = await visit(fake, 6, late);
  expect(report(renewed, "certificate").fact).toMatchObject({ serial: expect.stringContaining("order-2") });
  expect(fake.records.get(`${challenge} TXT`)?.values).toEqual(["token-order-1", "token-order-2"]);
});

test("the new value after an expired order is announced again", async () => {
  const before = await visit(fake, 2);
  fake.orders.set("order-1", { status: "invalid", problem: "expired", gone: true });
  const after = await visit(fake, 2, before);
  expect(awaitedOf(report(after, "certificate"))[0]?.expected).toEqual(["token-order-2"]);
  expect(walkEvents(shop, before, after)).toContainEqual(
    expect.objectContaining({ type: "certificate.record-needed", notify: true }),
  );
});

test("without a zone, the walk says what to do, and checks again soon", async () => {
  fake.zones = [];
  const found = report(await visit(fake), "zone");
  expect(found).toMatchObject({ state: "blocked", note: "Lamia wrote by itself." });
  expect(Date.parse(found.retryAt ?? "") - Date.parse(found.at)).toBeLessThanOrEqual(3000);
});

test("a cleanup deletes no record, and returns those that you may delete", async () => {
  await walked();
  const others = async () => ({ holdHost: false, heir: null, wantedSecrets: new Set<string>() });
  const left = await cleanUp(fake.world, { host: shop.host, gateway: shop.gateway, others });
  expect(left.records.map(({ name, type }) => `${name} ${type}`)).toEqual([
    `${shop.host} A`,
    `${challenge} TXT`,
  ]);
  expect(fake.records.size).toBe(2);
  expect(fake.kept.has(shop.host)).toBe(false);
});

describe("a challenge that is answered in another zone", () => {
  const target = "abc.auth.test";
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    const own = fakeWorld().world.dns;
    fake.zones.push({ id: "auth.test", apex: "auth.test", nameServers: ["ns1.test", "ns2.test"] });
    enter(shop.host, "A", "192.0.2.10");
    fake.world.dns = {
      ...fake.world.dns,
      challenges: {
        targetOf: async () => target,
        dns: {
          ...own,
          zones: async () => fake.zones,
          async change(_zone, changes) {
            for (const { next } of changes) {
              written.push(`${next?.name} ${next?.values}`);
              if (next) enter(next.name, next.type, ...next.values);
            }
          },
        },
      },
    };
  });

  test("asks for one CNAME record, and writes the challenge where it leads", async () => {
    const before = await visit(fake, 2);
    const certificate = report(before, "certificate");
    expect(certificate).toMatchObject({
      state: "blocked",
      remedy: expect.stringContaining(`CNAME ${target}`),
    });
    expect(awaitedOf(certificate)).toMatchObject([{ name: challenge, type: "CNAME", expected: [target] }]);
    expect(fake.did).not.toContain("order-1");
    expect(written).toEqual([]);
    enter(challenge, "CNAME", target);
    const after = await visit(fake, 8, before);
    expect(report(after, "certificate").state).toBe("done");
    expect(written[0]).toBe(`${target} token-order-1`);

    // A renewal needs no user.
    fake.now = new Date(fake.now.getTime() + 61 * 86_400_000);
    const renewed = await visit(fake, 6, after);
    expect(report(renewed, "certificate").fact).toMatchObject({ serial: expect.stringContaining("order-2") });
    expect(walkEvents(shop, after, renewed).map(({ type }) => type)).toEqual(["certificate.renewed"]);
  });

  test("moves a pending order to the other zone, and back", async () => {
    const { challenges, ...byHand } = fake.world.dns;
    fake.world.dns = byHand;
    const before = await visit(fake, 2);
    expect(awaitedOf(report(before, "certificate"))[0]).toMatchObject({ name: challenge, type: "TXT" });
    if (challenges) fake.world.dns = { ...byHand, challenges };
    enter(challenge, "CNAME", target);
    await visit(fake, 1, before);
    expect(written).toEqual([`${target} token-order-1`]);
    fake.world.dns = byHand;
    fake.records.delete(`${challenge} CNAME`);
    fake.orders.set("order-1", {
      status: "pending",
      challenges: [{ name: challenge, value: "token-order-1", status: "pending" }],
    });
    const back = await visit(fake, 1);
    expect(awaitedOf(report(back, "certificate"))[0]).toMatchObject({ name: challenge, type: "TXT" });
  });
});
