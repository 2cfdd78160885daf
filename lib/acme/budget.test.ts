import { expect, test } from "vitest";
import { orderBudget } from "./budget";

const hour = 3_600_000;

test("Let's Encrypt gets 300 orders in three hours, and the next one when the oldest is past", () => {
  const budget = orderBudget("https://acme-v02.api.letsencrypt.org/directory");
  for (let order = 0; order < 300; order++) budget.spend(order);
  expect(() => budget.spend(hour)).toThrow(
    expect.objectContaining({ kind: "rate-limited", retryAfterSeconds: 7_200 }),
  );
  budget.spend(3 * hour);
  expect(() => budget.spend(3 * hour)).toThrow();
});

test("other CAs are not held back", () => {
  const budget = orderBudget("https://ca.example/directory");
  for (let order = 0; order < 1_000; order++) budget.spend(0);
});
