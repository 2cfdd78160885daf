import { expect, test } from "vitest";
import { failedFilesOf, tallyOfPlaywright, tallyOfVitest } from "./tally";

const file = (name: string, tests: Record<string, string | null>, message = "") => ({
  name,
  status: message || Object.values(tests).some((why) => why !== null) ? "failed" : "passed",
  message,
  assertionResults: Object.entries(tests).map(([fullName, why]) => ({
    fullName,
    status: why === null ? "passed" : why === "" ? "skipped" : "failed",
    failureMessages: why ? [why] : [],
  })),
});
const reportOf = (...testResults: ReturnType<typeof file>[]) => JSON.stringify({ testResults });

test("a failure in Vitest is listed with its file and the first line of the reason", () => {
  const report = reportOf(
    file("lib/a.test.ts", { "a is b": "Error: a is c\n  at line 1", "a is a": null, "c is c": "" }),
    file("lib/b.test.ts", { "b is b": null }),
  );
  expect(failedFilesOf(report)).toEqual(["lib/a.test.ts"]);
  expect(tallyOfVitest(report)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    failures: ["lib/a.test.ts: a is b: Error: a is c"],
    unsteady: [],
  });
});

test("a Vitest file that can't run is a failed test", () => {
  const report = reportOf(file("lib/a.test.ts", {}, "Cannot find module"));
  expect(failedFilesOf(report)).toEqual(["lib/a.test.ts"]);
  expect(tallyOfVitest(report)).toMatchObject({
    failed: 1,
    failures: ["lib/a.test.ts: could not be run: Cannot find module"],
  });
});

test("the second run of a failed file counts, and tests that passed only there are named", () => {
  const first = reportOf(
    file("lib/a.test.ts", { "a is a": "Error: late", "b is b": "Error: b", "c is c": null }),
    file("lib/b.test.ts", {}, "Port in use"),
    file("lib/c.test.ts", { "d is d": null }),
    file("lib/d.test.ts", { "e is e": "Error: e" }),
  );
  const again = reportOf(
    file("lib/a.test.ts", { "a is a": null, "b is b": "Error: b again", "c is c": null }),
    file("lib/b.test.ts", { "f is f": null }),
  );
  expect(tallyOfVitest(first, again)).toEqual({
    passed: 4,
    failed: 2,
    skipped: 0,
    failures: ["lib/a.test.ts: b is b: Error: b again", "lib/d.test.ts: e is e: Error: e"],
    unsteady: ["lib/a.test.ts: a is a: Error: late", "lib/b.test.ts: could not be run: Port in use"],
  });
});

test("a failure in Playwright, or a pass at the second try only, is listed", () => {
  const spec = (title: string, status: string, ...messages: string[]) => ({
    title,
    file: "a.spec.ts",
    tests: [{ status, results: [...messages.map((message) => ({ error: { message } })), {}] }],
  });
  const report = {
    stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 3 },
    suites: [
      {
        specs: [spec("opens", "expected")],
        suites: [
          {
            specs: [
              spec("closes", "unexpected", "\u001b[31mTimeout\u001b[39m\nmore", "Timeout"),
              spec("waits", "flaky", "Late"),
            ],
          },
        ],
      },
    ],
  };
  expect(tallyOfPlaywright(JSON.stringify(report))).toEqual({
    passed: 3,
    failed: 1,
    skipped: 3,
    failures: ["a.spec.ts: closes: Timeout"],
    unsteady: ["a.spec.ts: waits: Late"],
  });
});
