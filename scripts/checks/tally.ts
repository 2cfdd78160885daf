import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Failed tests, one line each: file, name, and the first line of the reason. */
  failures: string[];
  /** Tests that passed only at the second try, with the reason of the first failure; counted as passed. */
  unsteady: string[];
}

/** More flaky tests than this in a run mean that something is broken, not that the machine was busy. */
export const mostUnsteady = 3;

const vitestReport = z.object({
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

type VitestFile = z.infer<typeof vitestReport>["testResults"][number];

const filesOf = (report: string): VitestFile[] => vitestReport.parse(JSON.parse(report)).testResults;

/** The files in Vitest's JSON report that couldn't run, or that have a failed test. */
export const failedFilesOf = (report: string): string[] =>
  filesOf(report)
    .filter(({ status }) => status === "failed")
    .map(({ name }) => name);

/**
 * Counts of Vitest's JSON report; a file that couldn't run counts as a failed test.
 *
 * @param again the report of a second run of the failed files, which counts instead of the first
 */
export function tallyOfVitest(report: string, again?: string): Tally {
  const second = new Map((again === undefined ? [] : filesOf(again)).map((file) => [file.name, file]));
  const tries = filesOf(report).map((first) => ({
    first,
    last: (first.status === "failed" && second.get(first.name)) || first,
  }));
  const statuses = tries.flatMap(({ last }) => last.assertionResults.map(({ status }) => status));
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  const failures = tries.flatMap(({ last }) => failuresOf(last));
  return {
    passed: count("passed"),
    failed: failures.length,
    skipped: statuses.length - count("passed") - count("failed"),
    failures: failures.map(lineOf),
    unsteady: tries.flatMap(({ first, last }) => {
      const still = new Set(failuresOf(last).map(({ name }) => name));
      return failuresOf(first)
        .filter(({ name }) => !still.has(name))
        .map(lineOf);
    }),
  };
}

interface Failed {
  file: string;
  name: string;
  why?: string | undefined;
}

function failuresOf({ name: file, status, message, assertionResults }: VitestFile): Failed[] {
  if (status !== "failed") return [];
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (failed.length === 0) return [{ file, name: "could not be run", why: message }];
  return failed.map(({ fullName, failureMessages }) => ({ file, name: fullName, why: failureMessages?.[0] }));
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
      .map(({ results }) =>
        lineOf({ file, name: title, why: results.find(({ error }) => error)?.error?.message }),
      ),
  );
}

function specsOf({ specs, suites = [] }: z.infer<typeof playwrightSuite>): Spec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

function lineOf({ file, name, why = "" }: Failed): string {
  const [first = ""] = stripVTControlCharacters(why).split("\n");
  return `${file}: ${name}${first ? `: ${first}` : ""}`;
}
