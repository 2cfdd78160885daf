import { expect, test } from "vitest";
import { hindrance, limitUses, type NextOrder, type PastOrder, pauseFor } from "./limits";

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

test("an order fits until the account's limit is reached, and again when the oldest order no longer counts", () => {
  const orders = [past("a.example.org", 2 * hour), past("b.example.org", hour)];
  expect(heldBackBy(orders, next("d.example.net", { domains: ["example.net"] }))).toBeNull();
  orders.push(past("c.example.org", 1000));
  const held = heldBackBy(orders, next("d.example.net", { domains: ["example.net"] }));
  expect(held?.until).toEqual(new Date(now.getTime() + hour));
  expect(held?.message).toBe(
    "Test CA takes 3 new orders of an account in 3 hours, and Lamia has placed 3. The next one is possible from 2026-06-08, 13:00:00 UTC.",
  );
});

test("a registered domain has its own limit, and failed orders don't count for it", () => {
  const day = 24 * hour;
  const orders = [1, 2, 3, 4].map((days) => past(`h${days}.example.org`, days * day));
  const held = heldBackBy(orders, next("new.example.org"));
  expect(held).toMatchObject({ until: new Date(now.getTime() + 3 * day) });
  expect(held?.message).toContain("4 certificates for example.org in 7 days");
  expect(heldBackBy(orders, next("new.example.net", { domains: ["example.net"] }))).toBeNull();
  orders[0] = past("h1.example.org", day, { state: "failed" });
  expect(heldBackBy(orders, next("new.example.org"))).toBeNull();
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

test("failed validations block a name for an hour after the last failure", () => {
  const failed = { state: "failed", settledAt: ago(hour / 4) } as const;
  const orders = [past("x.example.org", 4 * hour, failed), past("x.example.org", 5 * hour, failed)];
  expect(heldBackBy(orders, next("x.example.org"))?.until).toEqual(new Date(now.getTime() + (3 * hour) / 4));
  expect(heldBackBy(orders, next("y.example.org"))).toBeNull();
});

test("without known limits, a CA's orders wait only for its pauses", () => {
  const orders = Array.from({ length: 500 }, () => past("x.example.org", hour));
  expect(limitUses({}, orders, next("x.example.org"), now)).toEqual([]);
});

test("a pause counts for its names, and for all names once two of them are refused", () => {
  const until = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const order = (names: string[]) => ({ names, kind: "new" as const });
  const first = { names: "a.example.org", until: until(100) };
  expect(pauseFor([first], order(["a.example.org"]), now)).toEqual(first);
  expect(pauseFor([first], order(["b.example.org"]), now)).toBeNull();
  const second = { names: "b.example.org", until: until(50) };
  expect(pauseFor([first, second], order(["c.example.org"]), now)).toEqual({ names: "*", until: until(50) });
  expect(pauseFor([first, second], order(["a.example.org"]), now)).toEqual(first);
  expect(pauseFor([first, second], { names: ["c.example.org"], kind: "replaces" }, now)).toBeNull();
  expect(pauseFor([first, second], order(["c.example.org"]), until(50))).toBeNull();
  expect(pauseFor([{ names: "*", until: until(7) }], order(["c.example.org"]), now)?.until).toEqual(until(7));
});

test("a pause is given to the second", () => {
  const pause = { names: "a.example.org", until: new Date("2026-06-08T12:34:56.100Z") };
  expect(hindrance("Test CA", [], pause, ["a.example.org"])).toEqual({
    until: pause.until,
    message: "Test CA asked Lamia to order nothing for a.example.org before 2026-06-08, 12:34:57 UTC.",
  });
});
