import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ended, start, tools } from "./child";
import { type Tally, tallyOfPlaywright, tallyOfVitest } from "./tally";

/**
 * Every check of the project, one after the other: the quick ones first, and none is left out because an earlier one
 * failed. The last line is the sum of all tests and checks.
 */
const bin = (name: string, file: string) => join(import.meta.dirname, "..", "node_modules", name, file);
const reports = mkdtempSync(join(tmpdir(), "lamia-checks-"));

interface Check {
  name: string;
  words: string[];
  environment?: Record<string, string>;
  /** Reads the report of a test runner; without one, the check counts as one test. */
  tally?: () => Tally;
}

const vitest = (project: string): Check => {
  const report = join(reports, `${project}.json`);
  const words = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return {
    name: `${project} tests`,
    words: [bin("vitest", "vitest.mjs"), ...words],
    tally: () => tallyOfVitest(readFileSync(report, "utf8")),
  };
};

const playwrightReport = join(reports, "browser.json");

const checks: Check[] = [
  { name: "format and lint", words: [bin("@biomejs/biome", "bin/biome"), "check", "."] },
  { name: "types", words: [bin("typescript", "bin/tsc"), "--noEmit"] },
  {
    name: "import rules",
    words: [
      bin("dependency-cruiser", "bin/dependency-cruise.mjs"),
      "app",
      "components",
      "lib",
      "scripts",
      "bench",
      "e2e",
    ],
  },
  { name: "dead code", words: [bin("knip", "bin/knip.js")] },
  vitest("unit"),
  vitest("integration"),
  // Its short form; `npm run test:faults` is the long one.
  vitest("faults"),
  { name: "build", words: [...tools.tsx, "scripts/build.ts"] },
  {
    name: "browser tests",
    words: [bin("@playwright/test", "cli.js"), "test"],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    tally: () => tallyOfPlaywright(readFileSync(playwrightReport, "utf8")),
  },
];

const only = process.argv.slice(2);
const total: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };

for (const check of checks.filter(
  ({ name }) => only.length === 0 || only.some((word) => name.includes(word)),
)) {
  const startedAt = Date.now();
  console.log(`\n── ${check.name}`);
  const code = await ended(start(check.words, check.environment));
  const tally = resultOf(check, code);
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  total.failures.push(...tally.failures);
  console.log(
    `── ${check.name}: ${tally.failed > 0 ? "FAILED" : "ok"} in ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
}
rmSync(reports, { recursive: true, force: true });
if (total.failures.length > 0) console.log(["\nFailed:", ...total.failures].join("\n  "));
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);

/** A runner that ended badly without naming a failed test has failed all the same. */
function resultOf({ name, tally }: Check, code: number): Tally {
  const whole = { passed: 0, failed: 1, skipped: 0, failures: [`${name}: ended with code ${code}`] };
  if (!tally) return code === 0 ? { passed: 1, failed: 0, skipped: 0, failures: [] } : whole;
  try {
    const counted = tally();
    return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1, failures: whole.failures } : counted;
  } catch {
    return whole;
  }
}
