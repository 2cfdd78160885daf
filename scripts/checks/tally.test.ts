import { expect, test } from "vitest";
import { tallyOfPlaywright, tallyOfVitest } from "./tally";

test("what failed in Vitest, or passed at its second try only, is named with its file and the first line of why", () => {
  const report = {
    numPassedTests: 4,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      {
        name: "lib/a.test.ts",
        status: "failed",
        message: "",
        assertionResults: [
          { fullName: "a is b", status: "failed", failureMessages: ["Error: a is c\n  at line 1"] },
          { fullName: "a is a", status: "passed", failureMessages: [] },
          { fullName: "b is b", status: "passed", failureMessages: ["Error: b was late\n  at line 9"] },
        ],
      },
      { name: "lib/b.test.ts", status: "passed", message: "", assertionResults: [] },
    ],
  };
  expect(tallyOfVitest(JSON.stringify(report))).toEqual({
    passed: 4,
    failed: 1,
    skipped: 1,
    failures: ["lib/a.test.ts: a is b: Error: a is c"],
    unsteady: ["lib/a.test.ts: b is b: Error: b was late"],
  });
});

test("a file of Vitest that cannot be run is a failed test", () => {
  const report = {
    numPassedTests: 4,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [
      { name: "lib/a.test.ts", status: "failed", message: "Cannot find module", assertionResults: [] },
    ],
  };
  expect(tallyOfVitest(JSON.stringify(report))).toMatchObject({
    failed: 1,
    failures: ["lib/a.test.ts: could not be run: Cannot find module"],
  });
});

test("what failed in Playwright, or passed at its second try only, is named", () => {
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
