import { expect, test } from "vitest";
import { orderBudget } from "./budget";

const hour = 3_600_000;

test("Let's Encrypt gets 300 orders in three hours, and the next one when the oldest is past", () => {
  const budget = orderBudget("https://acme-v02.api.letsencrypt.org/directory");
  for (let order = 0; order < 300; order++) budget.spend([`${order}.example.org`], false, order);
  expect(() => budget.spend(["more.example.org"], false, hour)).toThrow(
    expect.objectContaining({ kind: "rate-limited", retryAfterSeconds: 7_200 }),
  );
  budget.spend(["renewal.example.org"], true, hour);
  budget.spend(["more.example.org"], false, 3 * hour);
  expect(() => budget.spend(["last.example.org"], false, 3 * hour)).toThrow();
});

test("other CAs are not held back", () => {
  const budget = orderBudget("https://ca.example/directory");
  for (let order = 0; order < 1_000; order++) budget.spend([`${order}.example.org`], false, 0);
});

test("for the same names there are ten orders an hour at any CA, exempt ones included", () => {
  const budget = orderBudget("https://ca.example/directory");
  const names = ["shop.example.org"];
  for (let order = 0; order < 10; order++) budget.spend(names, order % 2 === 0, order);
  expect(() => budget.spend(names, true, hour / 2)).toThrow(
    expect.objectContaining({ kind: "rate-limited", retryAfterSeconds: 1_800 }),
  );
  budget.spend(["other.example.org"], true, hour / 2);
  budget.spend(names, true, hour);
});
