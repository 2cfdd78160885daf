import { z } from "zod";

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  numFailedTestSuites: z.int(),
});

/** Counts of Vitest's JSON report; a file that could not be run counts as a failed test. */
export function tallyOfVitest(report: string): Tally {
  const counts = vitestReport.parse(JSON.parse(report));
  return {
    passed: counts.numPassedTests,
    failed: Math.max(counts.numFailedTests, counts.numFailedTestSuites > 0 ? 1 : 0),
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

/** Counts of Playwright's JSON report; a test that passed only when repeated has failed. */
export function tallyOfPlaywright(report: string): Tally {
  const { expected, unexpected, flaky, skipped } = playwrightReport.parse(JSON.parse(report)).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}
