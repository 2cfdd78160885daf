import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import type { Report } from "@/lib/gateway/walk/report";

/** The lives of certificates, with a clock that tests move: each visit comes when the certificate needs one. */

const dayInMs = 86_400_000;

async function passDays(fake: FakeWorld, days: number, each: (reports: Report[]) => void): Promise<void> {
  const end = fake.now.getTime() + days * dayInMs;
  let reports: Report[] = [];
  while (fake.now.getTime() < end) {
    reports = await visit(fake, 1, reports);
    each(reports);
    const next = Date.parse(report(reports, "certificate").retryAt ?? "") || end;
    fake.now = new Date(Math.min(end, Math.max(fake.now.getTime(), next)));
  }
}

const lifeLeftInDays = (fake: FakeWorld) =>
  (Date.parse(fake.kept.get(shop.host)?.certificate?.notAfter ?? "") - fake.now.getTime()) / dayInMs;
const ordersOf = (fake: FakeWorld) => fake.did.filter((entry) => entry.startsWith("order-")).length;

test("a certificate of six days is renewed three times in ten days, each time at half of its life", async () => {
  const fake = fakeWorld();
  fake.certificateDays = 6;
  await visit(fake, 8);
  const left: number[] = [];
  await passDays(fake, 10, (reports) => {
    expect(report(reports, "certificate").state).toBe("done");
    expect(report(reports, "serving").state).toBe("done");
    left.push(lifeLeftInDays(fake));
  });
  expect(ordersOf(fake)).toBe(4);
  expect(Math.min(...left)).toBeGreaterThan(2.99);
});

test("a CA that is down for a day when a renewal is due does no harm: the site keeps serving, and is renewed afterwards", async () => {
  const fake = fakeWorld();
  fake.certificateDays = 6;
  await visit(fake, 8);
  await passDays(fake, 2.9, () => undefined);
  const { serial } = fake.kept.get(shop.host)?.certificate ?? {};
  fake.caFailure = new Failure("unreachable", "The CA doesn’t answer.");
  let attempts = 0;
  await passDays(fake, 1.1, (reports) => {
    expect(report(reports, "serving")).toMatchObject({ state: "done", fact: { serial } });
    attempts += 1;
  });
  // Often enough to be in time, and seldom enough not to be a burden.
  expect(attempts).toBeGreaterThan(10);
  expect(attempts).toBeLessThan(100);
  fake.caFailure = null;
  await passDays(fake, 0.1, () => undefined);
  expect(fake.kept.get(shop.host)?.certificate?.serial).not.toBe(serial);
  expect(lifeLeftInDays(fake)).toBeGreaterThan(5);
});

test("while the first CA is down for a day, the fallback CA renews at once", async () => {
  const fake = fakeWorld();
  fake.certificateDays = 6;
  await visit(fake, 8);
  await passDays(fake, 2.9, () => undefined);
  const { ca } = fake.world;
  const down = () => Promise.reject(new Failure("unreachable", "The CA doesn’t answer."));
  fake.world = { ...fake.world, ca: { ...ca, order: down }, fallbackCas: [{ ...ca, id: "second" }] };
  await passDays(fake, 0.5, (reports) => expect(report(reports, "serving").state).toBe("done"));
  expect(fake.kept.get(shop.host)).toMatchObject({ issue: { ca: "second" } });
  expect(lifeLeftInDays(fake)).toBeGreaterThan(5);
});

test("a pause of an hour is kept to the second, and the order goes out as soon as it is over", async () => {
  const fake = fakeWorld();
  const until = fake.now.getTime() + 3_600_000;
  const { ca } = fake.world;
  const asked: number[] = [];
  const order: typeof ca.order = (...given) => {
    asked.push(fake.now.getTime());
    const seconds = Math.ceil((until - fake.now.getTime()) / 1000);
    if (seconds <= 0) return ca.order(...given);
    return Promise.reject(new Failure("rate-limited", "Later.", { retryAfterSeconds: seconds }));
  };
  fake.world = { ...fake.world, ca: { ...ca, order } };
  const [first] = [report(await visit(fake), "certificate")];
  expect(first).toMatchObject({ state: "waiting", retryAt: new Date(until).toISOString() });
  fake.now = new Date(until);
  await visit(fake, 8);
  expect(asked).toEqual([until - 3_600_000, until]);
  expect(ordersOf(fake)).toBe(1);
});

test("names that a CA adds, which nobody asked for, are no reason to order again", async () => {
  const fake = fakeWorld();
  const before = await visit(fake, 8);
  const kept = fake.kept.get(shop.host);
  if (!kept?.certificate) throw new Error("no certificate");
  const certificate = { ...kept.certificate, names: [shop.host, `www.${shop.host}`] };
  fake.kept.set(shop.host, { ...kept, certificate, issue: { ...kept.issue, ordered: [shop.host] } });
  const after = report(await visit(fake, 6, before), "certificate");
  expect(after).toMatchObject({ state: "done", fact: { serial: "SERIAL-order-1", renewalProblem: null } });
  expect(fake.did.filter((entry) => entry.startsWith("order-"))).toEqual(["order-1"]);
});
