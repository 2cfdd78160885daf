import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Changes, changesSince, isOfPanel } from "./checks/changed";
import { ownProcesses } from "./checks/own-processes";
import { untilRoom } from "./checks/room";
import { failedFilesOf, mostUnsteady, type Tally, tallyOfPlaywright, tallyOfVitest } from "./checks/tally";
import { newTemporaryHome } from "./checks/temporary-home";
import { ended, tools } from "./child";
import { isBuilt } from "./programs";

/**
 * Every check of the project, the quick ones first; an earlier failure skips none. The last line sums up all tests
 * and checks. Arguments choose the checks to run; `--changed` runs those that a change affects.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { changed: { type: "boolean", default: false }, since: { type: "string" } },
});
const changes = values.changed || values.since !== undefined ? changesSince(values.since) : null;

const root = join(import.meta.dirname, "..");
const bin = (name: string, file: string) => join(root, "node_modules", name, file);
const home = newTemporaryHome();
/**
 * Interrupted tests leave files in it, which are removed with it. As open as `/tmp`, because PostgreSQL runs as
 * another user.
 */
const temporary = join(home, "tmp");
mkdirSync(temporary);
chmodSync(temporary, 0o1777);
const newDatabase = join(home, "new-database");
mkdirSync(newDatabase);

interface Check {
  name: string;
  words: string[];
  environment?: Record<string, string>;
  /** Reads the report of a test runner; without a report, the check counts as one test. */
  tally?: () => Tally;
  /** Gets more of the processors: it waits for clocks, and computes little in between. */
  isUrgent?: boolean;
  /** Begins once the processors have room beside the other lanes. */
  needsRoom?: boolean;
  /** Runs the failed tests again, when everything else has ended; null when none failed, or without a report. */
  secondTry?: () => Check | null;
  /** Whether a change affects it; if undefined, every change does. */
  concerns?: (changes: Changes) => boolean;
}

function vitest(project: string, concerns?: Check["concerns"]): Check {
  const reportOf = (name: string) => join(home, `${name}.json`);
  const read = (name: string) => readFileSync(reportOf(name), "utf8");
  const again = `${project}-again`;
  const words = (name: string, ...more: string[]) => [
    ...[bin("vitest", "vitest.mjs"), "run", "--project", `${project}*`],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${reportOf(name)}`, ...more],
  ];
  const related = changes ? ["--changed", changes.base, "--passWithNoTests"] : [];
  return {
    name: `${project} tests`,
    words: words(project, ...related),
    tally: () => tallyOfVitest(read(project)),
    ...(concerns ? { concerns } : {}),
    // Unit tests depend on no clock and no machine: one that fails by chance has found an input.
    ...(project === "unit" ? {} : { secondTry }),
  };

  function secondTry(): Check | null {
    const failed = existsSync(reportOf(project)) ? failedFilesOf(read(project)) : [];
    if (failed.length === 0) return null;
    return {
      name: `${project} tests: what has failed, a second time`,
      words: words(again, ...failed),
      environment: { VITEST_MAX_WORKERS: "1" },
      tally: () => tallyOfVitest(read(project), read(again)),
    };
  }
}

function playwright(name: string, words: string[], concerns?: Check["concerns"]): Check {
  const report = join(home, `${name}.json`);
  return {
    name,
    words: [bin("@playwright/test", "cli.js"), "test", ...words],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    tally: () => tallyOfPlaywright(readFileSync(report, "utf8")),
    ...(concerns ? { concerns } : {}),
  };
}

const any = (pattern: RegExp) => (found: Changes) => found.paths.some((path) => pattern.test(path));
const isPanelChanged = ({ paths }: Changes) => paths.some(isOfPanel);
const areSpecsChanged = any(/^e2e\/(support\/|[^/]+\.spec\.ts$)|^playwright/);

const format: Check = { name: "format and lint", words: [bin("@biomejs/biome", "bin/biome"), "check", "."] };
const types: Check = {
  name: "types",
  words: [bin("typescript-7", "bin/tsc"), "--noEmit", "--checkers", "2"],
};
const importRules: Check = {
  name: "import rules",
  words: [
    bin("dependency-cruiser", "bin/dependency-cruise.mjs"),
    ...["app", "components", "lib", "sandbox", "scripts", "bench", "e2e"],
  ],
};
const deadCode: Check = { name: "dead code", words: [bin("knip", "bin/knip.js")] };
const shape: Check = {
  name: "shape of the source",
  words: [...tools.tsx, "scripts/shape.ts", "--check"],
};
// The short form; `npm run test:faults` is the long one.
const faults: Check = { ...vitest("faults", any(/^e2e\/faults\//)), isUrgent: true };
const build: Check = {
  name: "build",
  words: [...tools.tsx, "scripts/build.ts"],
  concerns: (found) => (isPanelChanged(found) || areSpecsChanged(found)) && !isBuilt(),
};
/**
 * After a change: the specs that it touched, and the story from an empty panel to a site if it touched the panel.
 */
const browser = changes
  ? [
      playwright("browser tests: the story", ["--project", "story", "--project", "online"], isPanelChanged),
      playwright(
        "browser tests",
        ["--no-deps", `--only-changed=${changes.base}`, "--pass-with-no-tests"],
        areSpecsChanged,
      ),
    ]
  : [
      {
        ...playwright(
          "browser tests",
          ["story", "online", "own", "panel"].flatMap((name) => ["--project", name]),
        ),
        needsRoom: true,
      },
    ];
const integration: Check = { ...vitest("integration"), isUrgent: true };
/** Timed tests, which have the machine to themselves. */
const timed = changes ? [] : [playwright("browser tests: speed", ["--no-deps", "--project", "speed"])];

/**
 * One stage after another; the lanes of a stage run in parallel. Tests of the server and the faults wait for half of
 * their time, while the quick checks and the build compute. Browsers keep two cores busy by themselves, so they begin
 * when these have room.
 */
const stages: Check[][][] = [
  [
    [format, types, importRules, deadCode, shape, vitest("unit")],
    [build, ...browser],
    [faults],
    [integration],
  ],
  [timed],
];

const processes = ownProcesses();
const running = new Set<ChildProcess>();
const total: Tally = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] };
let leaving = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void leave(signal));

const secondTries: Check[] = [];
for (const lanes of stages)
  await Promise.all(lanes.map((lane, at) => runLane(lane.filter(isWanted), at === 0)));
await runLane(secondTries, true);
rmSync(home, { recursive: true, force: true });
if (total.unsteady.length > 0)
  console.log(["\nPassed at the second try only:", ...total.unsteady].join("\n  "));
if (total.unsteady.length > mostUnsteady) {
  total.failed += 1;
  total.failures.push(
    `${total.unsteady.length} tests passed at the second try only; at most ${mostUnsteady} may`,
  );
}
if (total.failures.length > 0) console.log(["\nFailed:", ...total.failures].join("\n  "));
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);

/** @param isShown prints while it runs; other lanes print when each of their checks has ended */
async function runLane(lane: readonly Check[], isShown: boolean): Promise<void> {
  for (const check of lane) {
    if (check.needsRoom) await untilRoom(() => running.size === 0);
    if (leaving) return new Promise(() => {});
    console.log(isShown ? `\n── ${check.name}` : `── ${check.name}: started`);
    const startedAt = Date.now();
    const { code, output } = await run(check, isShown);
    // Don't report what was ended on purpose; the process exits in a moment.
    if (leaving) return new Promise(() => {});
    const second = code === 0 ? null : check.secondTry?.();
    const result = second ? "some failed, and will run again" : add(tallyOf(check, code));
    if (second) secondTries.push(second);
    if (!isShown) console.log(`\n── ${check.name}\n${output}`);
    console.log(`── ${check.name}: ${result} in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }
}

function add(tally: Tally): "ok" | "FAILED" {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  total.failures.push(...tally.failures);
  total.unsteady.push(...tally.unsteady);
  return tally.failed > 0 ? "FAILED" : "ok";
}

function isWanted({ name, concerns }: Check): boolean {
  if (positionals.length > 0) return positionals.some((word) => name.includes(word));
  return changes === null || concerns === undefined || concerns(changes);
}

/** In its own group, so that everything it started can be ended with it. */
async function run(
  { words, environment, isUrgent }: Check,
  isShown: boolean,
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, words, {
    cwd: root,
    detached: true,
    env: {
      ...process.env,
      ...processes.environment,
      TMPDIR: temporary,
      // Hundreds of processes load the same libraries.
      NODE_COMPILE_CACHE: join(home, "compile-cache"),
      LAMIA_NEW_DATABASE: newDatabase,
      NEXT_TELEMETRY_DISABLED: "1",
      ...environment,
    },
    stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  if (isUrgent && child.pid) preferSessionOf(child.pid);
  running.add(child);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  // Its last output may arrive after it has ended.
  const closed = new Promise((resolve) => child.on("close", resolve));
  const code = await ended(child);
  if (!isShown) await Promise.race([closed, sleep(2000)]);
  running.delete(child);
  return { code, output: chunks.join("").trimEnd() };
}

/**
 * Linux shares processors among sessions before it shares them among processes (sched(7), "The autogroup feature").
 * Each browser has a session of its own, so all processes of a check would together get as much as one browser. Does
 * nothing where that isn't so, or isn't allowed.
 */
function preferSessionOf(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, "-3");
  } catch {
    // Then it only takes longer.
  }
}

/** Ending this process, alone or with its group, ends everything that it started. */
async function leave(signal: "SIGINT" | "SIGTERM" | "SIGHUP"): Promise<void> {
  if (leaving) return;
  leaving = true;
  await processes.end([...running]);
  rmSync(home, { recursive: true, force: true });
  process.exit(128 + constants.signals[signal]);
}

/** A runner that exits with an error has failed, even without a failed test. */
function tallyOf({ name, tally }: Check, code: number): Tally {
  const whole = {
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [`${name}: ended with code ${code}`],
    unsteady: [],
  };
  if (!tally) return code === 0 ? { ...whole, passed: 1, failed: 0, failures: [] } : whole;
  try {
    const counted = tally();
    return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1, failures: whole.failures } : counted;
  } catch {
    return whole;
  }
}
