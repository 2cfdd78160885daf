import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** What has failed, a line each: where, its name, and the first line of why. */
  failures: string[];
  /** What passed at its second try only, with why the first one failed; counted as passed. */
  unsteady: string[];
}

/** More unsteady tests than these in a run say that something is broken, and not that a machine was busy. */
export const mostUnsteady = 3;

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Counts of Vitest's JSON report; a file that could not be run counts as a failed test. */
export function tallyOfVitest(report: string): Tally {
  const { testResults, ...counts } = vitestReport.parse(JSON.parse(report));
  const failedFiles = testResults.filter(({ status }) => status === "failed");
  const failures = failedFiles.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0) return [failure(file.name, "could not be run", file.message)];
    return failed.map((test) => failure(file.name, test.fullName, test.failureMessages?.[0]));
  });
  const unsteady = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === "passed" && failureMessages?.length)
      .map((test) => failure(name, test.fullName, test.failureMessages?.[0])),
  );
  return {
    passed: counts.numPassedTests,
    failed: Math.max(counts.numFailedTests, failures.length),
    skipped: counts.numPendingTests + counts.numTodoTests,
    failures,
    unsteady,
  };
}

const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.enum(["expected", "unexpected", "flaky", "skipped"]),
      results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
    }),
  ),
});

const playwrightSuite = z.object({
  get suites(): z.ZodOptional<z.ZodArray<typeof playwrightSuite>> {
    return z.array(playwrightSuite).optional();
  },
  specs: z.array(playwrightSpec),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  suites: z.array(playwrightSuite),
});

/** Counts of Playwright's JSON report. */
export function tallyOfPlaywright(report: string): Tally {
  const { stats, suites } = playwrightReport.parse(JSON.parse(report));
  const specs = suites.flatMap(specsOf);
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: linesOf(specs, "unexpected"),
    unsteady: linesOf(specs, "flaky"),
  };
}

type Spec = z.infer<typeof playwrightSpec>;

function linesOf(specs: readonly Spec[], status: "unexpected" | "flaky"): string[] {
  return specs.flatMap(({ file, title, tests }) =>
    tests
      .filter((test) => test.status === status)
      .map(({ results }) => failure(file, title, results.find(({ error }) => error)?.error?.message)),
  );
}

function specsOf({ specs, suites = [] }: z.infer<typeof playwrightSuite>): Spec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

function failure(file: string, name: string, why = ""): string {
  const [first = ""] = stripVTControlCharacters(why).split("\n");
  return `${file}: ${name}${first ? `: ${first}` : ""}`;
}
