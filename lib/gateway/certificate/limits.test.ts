import { expect, test } from "vitest";
import { hindrance, inferredFrom, limitUses, type NextOrder, type PastOrder, pauseFor } from "./limits";

const hour = 3_600_000;
const now = new Date("2026-06-08T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const limits = {
  ordersPerAccount: { count: 3, windowSeconds: 3 * 3600 },
  certificatesPerDomain: { count: 4, windowSeconds: 7 * 86_400 },
  certificatesPerNames: { count: 2, windowSeconds: 7 * 86_400 },
  failuresPerName: { count: 2, windowSeconds: 3600 },
};

function past(name: string, ms: number, more: Partial<PastOrder> = {}): PastOrder {
  const at = ago(ms);
  return {
    at,
    names: [name],
    domains: ["example.org"],
    kind: "new",
    state: "issued",
    settledAt: at,
    ...more,
  };
}

function next(name: string, more: Partial<NextOrder> = {}): NextOrder {
  return { names: [name], domains: ["example.org"], kind: "new", ...more };
}

function heldBackBy(orders: PastOrder[], order: NextOrder) {
  const uses = limitUses(limits, orders, order, now);
  return hindrance("Test CA", uses, null, order.names);
}

test("an order fits until the account's limit is reached, and again when one more is refilled", () => {
  const orders = [past("a.example.org", 2 * hour), past("b.example.org", 1000)];
  const order = next("d.example.net", { domains: ["example.net"] });
  expect(heldBackBy(orders, order)).toBeNull();
  orders.push(past("c.example.org", 1000), past("c.example.org", 1000));
  const held = heldBackBy(orders, order);
  // Three orders in three hours: one an hour.
  expect(held?.until).toEqual(new Date(now.getTime() + hour - 1000));
  expect(held?.message).toBe(
    "Test CA takes 3 new orders of an account in 3 hours, and Lamia has placed 3. The next one is possible from 2026-06-08, 12:59:59 UTC. One more fits every 60 minutes.",
  );
});

test("a bucket that is used as fast as it fills stays empty, however long that goes on", () => {
  const burst = Array.from({ length: 3 }, () => past("x.example.org", 12 * hour));
  const steady = Array.from({ length: 11 }, (_, index) => past("x.example.org", (index + 1) * hour));
  const held = heldBackBy([...burst, ...steady], next("d.example.net", { domains: ["example.net"] }));
  expect(held).toBeNull();
  const more = [...burst, ...steady, past("x.example.org", 60_000)];
  const later = heldBackBy(more, next("d.example.net", { domains: ["example.net"] }));
  expect(later?.until).toEqual(new Date(now.getTime() + hour - 60_000));
});

test("a registered domain has its own limit, and failed orders and those that were given up don't count for it", () => {
  const day = 24 * hour;
  const orders = [1, 1, 1, 1].map((hours, index) => past(`h${index}.example.org`, hours * hour));
  const held = heldBackBy(orders, next("new.example.org"));
  expect(held).toMatchObject({ until: new Date(now.getTime() + (7 / 4) * day - hour) });
  expect(held?.message).toContain("4 certificates for example.org in 7 days");
  expect(held?.message).toContain("One more fits every 42 hours.");
  expect(heldBackBy(orders, next("new.example.net", { domains: ["example.net"] }))).toBeNull();
  for (const state of ["failed", "dropped"] as const) {
    orders[0] = past("h1.example.org", hour, { state });
    const next1 = next("new.example.org");
    expect(
      limitUses(limits, orders, next1, now).find(({ kind }) => kind === "certificatesPerDomain"),
    ).toMatchObject({
      used: 3,
      freeAt: null,
    });
  }
});

test("the same names in another order are the same names", () => {
  const names = ["b.example.org", "a.example.org"];
  const orders = [past("", 4 * hour, { names }), past("", 5 * hour, { names: names.toReversed() })];
  const order = next("", { names, kind: "renewal" });
  expect(heldBackBy(orders, order)?.message).toContain("exactly b.example.org, a.example.org");
});

test("renewals count only for their names, and those by ARI don't count at all", () => {
  const many = Array.from({ length: 20 }, (_, index) =>
    past(`h${index}.example.org`, hour, { kind: index % 2 ? "renewal" : "replaces" }),
  );
  expect(heldBackBy(many, next("x.example.org"))).toBeNull();
  const full = Array.from({ length: 4 }, () => past("x.example.org", hour));
  expect(heldBackBy(full, next("x.example.org", { kind: "replaces" }))).toBeNull();
  expect(heldBackBy(full, next("y.example.org", { kind: "renewal" }))).toBeNull();
});

test("failed validations block a name until the CA tolerates one more, half an hour after the last failure", () => {
  const failed = { state: "failed", settledAt: ago(hour / 4) } as const;
  const orders = [past("x.example.org", 4 * hour, failed), past("x.example.org", 5 * hour, failed)];
  expect(heldBackBy(orders, next("x.example.org"))?.until).toEqual(new Date(now.getTime() + hour / 4));
  expect(heldBackBy(orders, next("y.example.org"))).toBeNull();
});

test("without known limits, a CA's orders wait only for its pauses", () => {
  const orders = Array.from({ length: 500 }, () => past("x.example.org", hour));
  expect(limitUses({}, orders, next("x.example.org"), now)).toEqual([]);
});

test("a pause counts for its names, and for all new names for a while once two of them are refused", () => {
  const until = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const order = (names: string[]) => ({ names, kind: "new" as const });
  const first = { names: "a.example.org", until: until(100) };
  expect(pauseFor([first], order(["a.example.org"]), now)).toEqual(first);
  expect(pauseFor([first], order(["b.example.org"]), now)).toBeNull();
  expect(inferredFrom([first], ["a.example.org"], now)).toBeNull();
  const second = { names: "b.example.org", until: until(50) };
  const inferred = inferredFrom([first, second], ["b.example.org"], now);
  expect(inferred).toEqual({ names: "~", until: until(50) });
  const all = [first, second, ...(inferred ? [inferred] : [])];
  expect(pauseFor(all, order(["c.example.org"]), now)).toEqual(inferred);
  expect(pauseFor(all, order(["a.example.org"]), now)).toEqual(first);
  expect(pauseFor(all, { names: ["c.example.org"], kind: "replaces" }, now)).toBeNull();
  expect(pauseFor(all, order(["c.example.org"]), until(50))).toBeNull();
  expect(pauseFor([{ names: "*", until: until(7) }], order(["c.example.org"]), now)?.until).toEqual(until(7));
});

test("what no CA has said holds for a quarter of an hour at most, and the sentence says whose decision it is", () => {
  const until = new Date(now.getTime() + 34 * hour);
  const refused = ["a.example.org", "b.example.org"].map((names) => ({ names, until }));
  const inferred = inferredFrom(refused, ["b.example.org"], now);
  expect(inferred?.until).toEqual(new Date(now.getTime() + hour / 4));
  expect(hindrance("Test CA", [], inferred, ["c.example.org"])?.message).toBe(
    "Test CA has refused orders for several names, so Lamia orders nothing new from it before 2026-06-08, 12:15:00 UTC, and then tries again.",
  );
});

test("a pause is given to the second", () => {
  const pause = { names: "a.example.org", until: new Date("2026-06-08T12:34:56.100Z") };
  expect(hindrance("Test CA", [], pause, ["a.example.org"])).toEqual({
    until: pause.until,
    message: "Test CA asked Lamia to order nothing for a.example.org before 2026-06-08, 12:34:57 UTC.",
  });
});
