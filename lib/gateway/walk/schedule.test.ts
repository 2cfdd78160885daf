import { expect, test } from "vitest";
import { Failure, type FailureKind } from "@/lib/gateway/failure";
import type { Report } from "./report";
import { reportOf, retryAt, retryTable } from "./reporting";

const now = new Date("2026-06-01T12:00:00Z");
const day = 86_400;

function waits(kind: FailureKind, retryAfterSeconds: number | undefined, attempts: number): number {
  const failure = new Failure(kind, "No.", retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  const at = retryAt(
    { step: "zone", kind: "failure", failure },
    { attempts, since: now, lastDelayInSeconds: 0 },
    now,
  );
  return ((at?.getTime() ?? Number.NaN) - now.getTime()) / 1000;
}

test.each([0, -1, 0.001, Number.NaN, -1e15])(
  "a pause of %s is no leave to hurry: the table counts, and a second at least",
  (asked) => {
    for (const kind of Object.keys(retryTable) as FailureKind[])
      for (const attempts of [1, 2, 5, 50])
        expect(waits(kind, asked, attempts)).toBe(Math.max(1, waits(kind, undefined, attempts)));
  },
);

test.each([99_999_999_999_999, Number.MAX_VALUE, Number.POSITIVE_INFINITY])(
  "a pause of %s ends after a day",
  (asked) => {
    for (const kind of Object.keys(retryTable) as FailureKind[]) expect(waits(kind, asked, 1)).toBe(day);
  },
);

test("a requested pause counts if it is longer than the table's, not if it is shorter", () => {
  expect(waits("rate-limited", 77, 1)).toBe(77);
  expect(waits("rate-limited", 5, 1)).toBe(30);
  expect(waits("unreachable", 10, 9)).toBe(300);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300, -5])(
  "a step that waits %s seconds is looked at within a day",
  (retryInSeconds) => {
    for (const extra of [{}, { extra: true as const }]) {
      const outcome = { state: "waiting" as const, note: "", retryInSeconds, ...extra };
      const at = retryAt(
        { step: "zone", kind: "outcome", outcome },
        { attempts: 1, since: now, lastDelayInSeconds: 0 },
        now,
      );
      expect(at?.toISOString()).toBeDefined();
      expect((at?.getTime() ?? 0) - now.getTime()).toBeLessThanOrEqual(day * 1000);
    }
  },
);

test("what the cluster wakes is checked rarely: after five seconds, then less and less often, down to once in five minutes", () => {
  const outcome = { state: "blocked" as const, note: "", remedy: "", wokenByCluster: true as const };
  const after = [1, 2, 3, 4, 50].map((attempts) => {
    const at = retryAt(
      { step: "answering", kind: "outcome", outcome },
      { attempts, since: now, lastDelayInSeconds: 0 },
      now,
    );
    return ((at?.getTime() ?? Number.NaN) - now.getTime()) / 1000;
  });
  expect(after).toEqual([5, 30, 60, 300, 300]);
});

test("a wait grows with the time waited, and begins anew when it is for something else, however long the step has waited", () => {
  let at = now.getTime();
  let last: Report | undefined;
  const wait = (note: string, retryInSeconds: number, fixed = false): number => {
    const fixedRetry = fixed ? { fixedRetry: true as const } : {};
    const outcome = { state: "waiting" as const, note, retryInSeconds, ...fixedRetry };
    last = reportOf({ step: "certificate", kind: "outcome", outcome }, last, new Date(at));
    const waited = (Date.parse(last.retryAt ?? "") - at) / 1000;
    at += waited * 1000;
    return waited;
  };
  expect(wait("The CA wants a pause.", 3_600, true)).toBe(3_600);
  const delays = Array.from({ length: 60 }, () => wait("The TXT record isn't there yet.", 1));
  expect(delays[0]).toBe(1);
  expect(delays.slice(0, 10).reduce((sum, each) => sum + each)).toBeLessThan(20);
  expect(delays.at(-1)).toBe(30);
});
