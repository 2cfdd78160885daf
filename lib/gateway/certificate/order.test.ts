import { describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import type { World } from "@/lib/gateway/world";

const challenge = `_acme-challenge.${shop.host}`;
const down = () => new Failure("unreachable", "The CA is out of order (503).");

function ordersOf(fake: FakeWorld): number {
  return fake.did.filter((entry) => entry.startsWith("order-")).length;
}

/** Makes each call of one function of the CA or the vault fail for a while. */
function failing<Port extends "ca" | "vault">(
  fake: FakeWorld,
  port: Port,
  name: keyof World[Port],
  times: number,
) {
  let left = times;
  const real = fake.world[port][name] as (...given: unknown[]) => Promise<unknown>;
  const failingOne = async (...given: unknown[]) => {
    if (left > 0) {
      left -= 1;
      throw down();
    }
    return real(...given);
  };
  fake.world = { ...fake.world, [port]: { ...fake.world[port], [name]: failingOne } };
}

describe("an order", () => {
  test.each(["state", "accept", "finalize", "collect"] as const)(
    "is made once, though the CA fails five times at %s",
    async (name) => {
      const fake = fakeWorld();
      failing(fake, "ca", name, 5);
      await visit(fake, 14);
      expect(walkStateOf(await visit(fake))).toBe("serving");
      expect(ordersOf(fake)).toBe(1);
    },
  );

  test("is not sent to the CA before the provider has it on all of its machines", async () => {
    const fake = fakeWorld();
    let isInSync = false;
    const asked: string[] = [];
    fake.world = {
      ...fake.world,
      dns: {
        ...fake.world.dns,
        async isInSync(_zone, name) {
          asked.push(name);
          return isInSync;
        },
      },
    };
    const waiting = report(await visit(fake, 10), "certificate");
    expect(waiting).toMatchObject({
      state: "waiting",
      note: expect.stringContaining("all of their machines"),
    });
    expect(new Set(asked)).toEqual(new Set([challenge]));
    isInSync = true;
    await visit(fake, 6);
    expect(walkStateOf(await visit(fake))).toBe("serving");
  });

  test("has its URL stored before Lamia does anything else", async () => {
    const fake = fakeWorld();
    failing(fake, "ca", "state", 1);
    await visit(fake);
    expect(fake.kept.get(shop.host)?.order).toMatchObject({ url: "order-1", challenges: [] });
  });

  test("is not placed when the challenge leads to a zone that we don't have", async () => {
    const fake = fakeWorld();
    put(fake, { name: challenge, type: "CNAME", ttlSeconds: 60, values: ["x.elsewhere.example"] });
    const certificate = report(await visit(fake, 5), "certificate");
    expect(certificate).toMatchObject({ state: "blocked" });
    expect(certificate.remedy).toContain("x.elsewhere.example");
    expect(ordersOf(fake)).toBe(0);
    fake.records.delete(`${challenge} CNAME`);
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
  });

  test("doesn't take silence for 'no CNAME': the provider's records say where the challenge leads", async () => {
    const fake = fakeWorld();
    put(fake, { name: challenge, type: "CNAME", ttlSeconds: 60, values: ["x.elsewhere.example"] });
    fake.silent = new Set(["ns1.dns.test", "ns2.dns.test"]);
    expect(report(await visit(fake, 3), "certificate")).toMatchObject({ state: "blocked" });
    expect(ordersOf(fake)).toBe(0);
  });

  test("doesn't write a challenge that is already in DNS once more", async () => {
    const fake = fakeWorld();
    fake.lagging = new Set(["ns1.dns.test", "ns2.dns.test"]);
    let additions = 0;
    const change = fake.world.dns.change;
    fake.world = {
      ...fake.world,
      dns: {
        ...fake.world.dns,
        async change(zone, changes) {
          if (changes.some(({ next }) => next?.name === challenge)) additions += 1;
          return change(zone, changes);
        },
      },
    };
    await visit(fake, 6);
    expect(additions).toBe(1);
    fake.records.delete(`${challenge} TXT`);
    await visit(fake);
    expect(additions).toBe(2);
  });

  test("is refused when the CA asks for a challenge at a name that wasn't ordered, and nothing is written there", async () => {
    const fake = fakeWorld();
    const state = fake.world.ca.state;
    fake.world = {
      ...fake.world,
      ca: {
        ...fake.world.ca,
        async state(url) {
          const seen = await state(url);
          if (seen.status !== "pending") return seen;
          return {
            ...seen,
            challenges: seen.challenges.map((each) => ({ ...each, name: "_acme-challenge.bank.example" })),
          };
        },
      },
    };
    expect(report(await visit(fake, 3), "certificate").state).toBe("failed");
    expect([...fake.records.keys()].filter((key) => key.includes("bank"))).toEqual([]);
  });

  test("is dropped when the certificate isn't what was ordered, and its challenge is removed", async () => {
    const fake = fakeWorld();
    const keep = fake.world.vault.keep;
    let isWrong = true;
    fake.world = {
      ...fake.world,
      vault: {
        ...fake.world.vault,
        async keep(host, chain) {
          if (isWrong) throw new Failure("rejected", "The certificate is for another key.");
          return keep(host, chain);
        },
      },
    };
    await visit(fake, 4);
    expect(fake.records.has(`${challenge} TXT`)).toBe(false);
    isWrong = false;
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
    expect(ordersOf(fake)).toBeGreaterThan(1);
  });
});

describe("fallback CAs", () => {
  const withFallback = () => {
    const fake = fakeWorld();
    const { ca } = fake.world;
    const first = { ...ca, id: "first", title: "First CA", order: () => Promise.reject(failure) };
    let failure: Failure = down();
    const fail = (other: Failure) => {
      failure = other;
    };
    fake.world = { ...fake.world, ca: first, fallbackCas: [{ ...ca, id: "second", title: "Second CA" }] };
    return { fake, fail };
  };

  test.each([down(), new Failure("rate-limited", "The CA asks for a pause.", { retryAfterSeconds: 3600 })])(
    "are asked when the first one can't take the order, and the certificate says why",
    async (failure) => {
      const { fake, fail } = withFallback();
      fail(failure);
      const why = `Lamia ordered from Second CA instead of the first CA: ${failure.message}`;
      let reports = await visit(fake);
      for (let visits = 1; report(reports, "certificate").state !== "done"; visits += 1) {
        expect(visits).toBeLessThan(8);
        reports = await visit(fake, 1, reports);
      }
      expect(report(reports, "certificate").note).toContain(why);
      reports = await visit(fake, 3, reports);
      expect(walkStateOf(reports)).toBe("serving");
      expect(report(reports, "certificate").note).toContain(why);
      expect(fake.kept.get(shop.host)?.issue.ca).toBe("second");
      expect(ordersOf(fake)).toBe(1);
    },
  );

  test("are not asked for what the first CA refuses for good", async () => {
    const { fake, fail } = withFallback();
    fail(new Failure("rejected", "The CA doesn’t issue for this name."));
    expect(report(await visit(fake, 3), "certificate")).toMatchObject({ state: "failed" });
    expect(ordersOf(fake)).toBe(0);
  });

  test("leave the first CA's error as it is when no CA takes the order", async () => {
    const { fake } = withFallback();
    fake.caFailure = new Failure("unreachable", "The second is out of order.");
    expect(report(await visit(fake, 3), "certificate").note).toBe(down().message);
  });
});

describe("after a change of the CA", () => {
  test("the certificate stays, and its renewal is ordered from the new CA without naming it", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    const replaced: (string | null)[] = [];
    const { ca } = fake.world;
    const order: typeof ca.order = (names, replaces) => {
      replaced.push(replaces);
      return ca.order(names, replaces);
    };
    fake.world = { ...fake.world, ca: { ...ca, id: "new", order } };
    expect(walkStateOf(await visit(fake, 2))).toBe("serving");
    expect(ordersOf(fake)).toBe(1);
    fake.now = new Date(fake.now.getTime() + 61 * 86_400_000);
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
    expect(replaced).toEqual([null]);
    expect(fake.kept.get(shop.host)?.issue.ca).toBe("new");
  });

  test("a pending order with the old CA is left, its challenge removed, and a new order placed", async () => {
    const fake = fakeWorld();
    await visit(fake, 2);
    const before = fake.kept.get(shop.host)?.order?.url;
    fake.world = { ...fake.world, ca: { ...fake.world.ca, id: "new" } };
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
    expect(before).toBe("order-1");
    expect(ordersOf(fake)).toBe(2);
    expect(fake.records.has(`${challenge} TXT`)).toBe(false);
  });
});

describe("the renewal window of a CA", () => {
  test.each([
    ["in the year 200000", { start: "+200000-01-01T00:00:00Z", end: "+275760-01-01T00:00:00Z" }],
    ["after the certificate's end", { start: "2030-01-01T00:00:00Z", end: "2031-01-01T00:00:00Z" }],
  ])("%s is no suggestion", async (_, window) => {
    const fake = fakeWorld();
    fake.world = { ...fake.world, ca: { ...fake.world.ca, renewalWindow: async () => window } };
    const certificate = report(await visit(fake, 8), "certificate");
    expect(certificate).toMatchObject({ state: "done", fact: { renewAt: "2026-07-31T00:00:03.000Z" } });
  });

  test("gives a point inside the window, the same at every visit", async () => {
    const fake = fakeWorld();
    const window = { start: "2026-07-10T00:00:00.000Z", end: "2026-07-12T00:00:00.000Z" };
    fake.world = { ...fake.world, ca: { ...fake.world.ca, renewalWindow: async () => window } };
    await visit(fake, 8);
    // Half of the range of the last six digits.
    for (const kept of fake.kept.values()) Object.assign(kept.certificate ?? {}, { serial: "0A800000" });
    for (let time = 0; time < 2; time += 1)
      expect(report(await visit(fake), "certificate").fact).toMatchObject({
        renewAt: "2026-07-11T00:00:00.000Z",
      });
  });
});

test("a CA that says when to ask again can't delay Lamia for more than a day", async () => {
  const fake = fakeWorld();
  fake.world = { ...fake.world, ca: { ...fake.world.ca, nextPollAt: () => new Date(8.64e15) } };
  const certificate = report(await visit(fake, 3), "certificate");
  expect(Date.parse(certificate.retryAt ?? "") - Date.parse(certificate.at)).toBe(86_400_000);
});

test("a CA can't put off a renewal for more than a day, or for less than a second", async () => {
  for (const [stated, kept] of [
    [99_999_999_999_999, 86_400],
    [0.001, 1],
  ] as const) {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.now = new Date(fake.now.getTime() + 61 * 86_400_000);
    fake.caFailure = new Failure("rate-limited", "Later.", { retryAfterSeconds: stated });
    const certificate = report(await visit(fake), "certificate");
    expect(Date.parse(certificate.retryAt ?? "") - Date.parse(certificate.at)).toBe(kept * 1000);
  }
});

function put(fake: FakeWorld, set: RecordSet): void {
  fake.records.set(`${set.name} ${set.type}`, set);
}
