import { expect, test } from "vitest";
import { validityOf } from "./validity-bar";

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const at = (days: number, renewDay: number | null = 60) =>
  validityOf(start, start + 90 * day, renewDay === null ? null : start + renewDay * day, start + days * day);

test("a young certificate is fine and says when it will be renewed", () => {
  expect(at(9)).toEqual({ elapsed: 0.1, renewal: 60 / 90, daysLeft: 81, state: "done" });
});

test("its state follows its age: due for renewal, about to expire, expired", () => {
  expect([at(59), at(60), at(81), at(90), at(100)].map((validity) => validity.state)).toEqual([
    "done",
    "waiting",
    "blocked",
    "failed",
    "failed",
  ]);
  expect(at(100)).toMatchObject({ elapsed: 1, daysLeft: -10 });
});

test("a renewal that is unknown or outside the lifetime is not shown", () => {
  expect(at(9, null).renewal).toBeNull();
  expect(at(9, 120).renewal).toBeNull();
});
