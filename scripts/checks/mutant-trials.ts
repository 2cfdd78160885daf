import { spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { ended } from "../child";
import { type Mutant, orderOf } from "./mutant-sample";
import { ownProcesses } from "./own-processes";

/**
 * Tries mutants that no unit test covers with integration tests, one at a time: in a copy of the project, so that
 * processes which a test starts are mutated too, and with the tests nearest to the mutated file, run like `npm
 * test` runs them.
 */
const copy = join(".stryker-tmp", "integration");
const isTest = (path: string) => path.endsWith(".integration.test.ts");
const testsATrial = 2;
const longestMs = 600_000;

/** Noticed by a failing test, by tests that took far too long, or not at all. */
export type Verdict = "Killed" | "Timeout" | "Survived" | "NoCoverage";

/** Up to the wanted number of mutants, in an order that depends only on the seed. */
export function pickOf<Each extends Mutant>(mutants: readonly Each[], count: number, seed: string): Each[] {
  return mutants.toSorted((one, other) => orderOf(one, seed) - orderOf(other, seed)).slice(0, count);
}

/** Stryker gives only the new expression's text; next to other operators it needs parentheses. */
const loose = new Set(["LogicalOperator", "EqualityOperator", "ArithmeticOperator", "BooleanLiteral"]);

/** The file's text with the mutant; lines and columns count from 1. */
export function broken(
  text: string,
  { location, mutatorName, replacement = "" }: Pick<Mutant, "location" | "mutatorName" | "replacement">,
): string {
  const lines = text.split("\n");
  const offset = ({ line, column }: Mutant["location"]["start"]) =>
    lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
  const inserted = loose.has(mutatorName) ? `(${replacement})` : replacement;
  return text.slice(0, offset(location.start)) + inserted + text.slice(offset(location.end));
}

/**
 * The tests that run the file, according to imports: tests in its own folder first, then those that reach it
 * through the fewest imports. If its room, such as `lib/dns`, has any, only those count: others start the whole
 * panel.
 * @param imports the files that each file imports
 */
export function nearestTests(
  file: string,
  imports: ReadonlyMap<string, readonly string[]>,
  most = testsATrial,
): string[] {
  const importers = Map.groupBy(
    [...imports].flatMap(([by, all]) => all.map((imported) => ({ by, imported }))),
    ({ imported }) => imported,
  );
  const distances = new Map([[file, 0]]);
  // A Map also iterates over entries added meanwhile: nearest first.
  for (const [each, distance] of distances)
    for (const { by } of importers.get(each) ?? []) if (!distances.has(by)) distances.set(by, distance + 1);
  const tests = [...distances].filter(([path]) => isTest(path));
  const roomOf = (path: string) => path.split("/", 2).join("/");
  const own = tests.filter(([path]) => roomOf(path) === roomOf(file));
  const isElsewhere = (path: string) => Number(posix.dirname(path) !== posix.dirname(file));
  return (own.length > 0 ? own : tests)
    .sort(
      ([one, near], [other, far]) =>
        isElsewhere(one) - isElsewhere(other) || near - far || one.localeCompare(other),
    )
    .map(([path]) => path)
    .slice(0, most);
}

/** What each file of the project imports, without types: a test doesn't run what it imports as a type only. */
export async function importsOf(folders: readonly string[]): Promise<Map<string, string[]>> {
  const { output } = await cruise([...folders], {
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  });
  return new Map(
    (output as ICruiseResult).modules.map(({ source, dependencies }) => [
      source,
      dependencies.map(({ resolved }) => resolved),
    ]),
  );
}

/**
 * Tries each mutant with one test file after another until one notices it, and names that file; `NoCoverage` when
 * no integration test leads to the file, or when none passes on the unchanged code.
 */
export async function* tryMutants<Each extends Mutant>(
  mutants: readonly Each[],
): AsyncGenerator<{ mutant: Each; verdict: Verdict; test: string | null }> {
  const imports = await importsOf(["lib", "sandbox", "bench"]);
  copyProject();
  /** How long a test takes on unchanged code; null if it fails. */
  const usualMs = new Map<string, number | null>();
  try {
    for (const mutant of mutants) {
      let verdict: Verdict = "NoCoverage";
      let by: string | null = null;
      for (const test of nearestTests(mutant.fileName, imports)) {
        if (!usualMs.has(test)) {
          const { code, ms } = await runTest(test, longestMs);
          usualMs.set(test, code === 0 ? ms : null);
        }
        const usual = usualMs.get(test);
        if (!usual) continue;
        verdict = await tryOne(mutant, test, 2 * usual + 60_000);
        by = test;
        if (verdict !== "Survived") break;
      }
      yield { mutant, verdict, test: verdict === "Survived" ? null : by };
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function tryOne(mutant: Mutant, test: string, limitMs: number): Promise<Verdict> {
  const path = join(copy, mutant.fileName);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, broken(text, mutant));
  try {
    const { code } = await runTest(test, limitMs);
    return code === null ? "Timeout" : code === 0 ? "Survived" : "Killed";
  } finally {
    writeFileSync(path, text);
  }
}

/** Anything else than the project's own text is linked or omitted. */
function copyProject(): void {
  rmSync(copy, { recursive: true, force: true });
  for (const name of readdirSync("."))
    if (!/^(node_modules|\.git|\.next|\.lamia|\.stryker-tmp|reports|test-results)$/.test(name))
      cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
}

/** The exit code, or null if the test was stopped because it took too long. */
async function runTest(test: string, limitMs: number): Promise<{ code: number | null; ms: number }> {
  const processes = ownProcesses();
  const startedAt = performance.now();
  const vitest = resolve("node_modules/vitest/vitest.mjs");
  const report = resolve(copy, "report.json");
  rmSync(report, { force: true });
  const words = [
    "run",
    "--project",
    "integration",
    "--bail",
    "1",
    "--reporter",
    "json",
    "--outputFile",
    report,
  ];
  const child = spawn(process.execPath, [vitest, ...words, test], {
    cwd: copy,
    env: { ...process.env, ...processes.environment },
    stdio: "ignore",
    // Its own process group, so that what the tests started ends with them.
    detached: true,
  });
  const quit = () => void processes.end([child]).then(() => process.exit(1));
  process.once("SIGINT", quit).once("SIGTERM", quit);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void processes.end([child]);
  }, limitMs);
  const code = await ended(child);
  clearTimeout(timer);
  await processes.end([]);
  process.off("SIGINT", quit).off("SIGTERM", quit);
  // Otherwise, anything that keeps Vitest from running would look like a failing test.
  if (!isLate && !existsSync(report))
    throw new Error(`Vitest ended with ${code} and without a report of ${test}.`);
  return { code: isLate ? null : code, ms: performance.now() - startedAt };
}
