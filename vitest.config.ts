import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

const integrationTests = ["lib", "sandbox", "bench", "scripts"].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".integration.test.ts"))
    .map((path) => `${folder}/${path}`),
);
/**
 * Those whose whole panel lives days ahead: the clock goes back when they end, which nothing else in the process is ready
 * for.
 */
const movingClocks = integrationTests.filter((path) =>
  readFileSync(`${root}${path}`, "utf8").includes("shouldAdvanceTime"),
);
const integration = {
  globalSetup: "lib/server/testing/new-database.ts",
  // Like the panel: the optimizing compiler takes seconds and 600 MB for the embedded database.
  execArgv: ["--liftoff-only"],
  // They wait for half of their time, and each process imports the server.
  maxWorkers: 3,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
};

export default defineConfig({
  resolve: { alias: { "@": root.replace(/\/$/, "") } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Pure tests share a process: starting one for each file would take longer than all of them.
          isolate: false,
          maxWorkers: 2,
          include: ["{lib,components,app,sandbox,scripts}/**/*.test.{ts,tsx}"],
          // A long timeout costs nothing when the state arrives; a busy machine may take long to reach it.
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: {
          ...integration,
          name: "integration",
          include: integrationTests,
          exclude: movingClocks,
          // Files share processes, because importing the server takes longer than most tests.
          isolate: false,
        },
      },
      { extends: true, test: { ...integration, name: "integration-clock", include: movingClocks } },
      {
        extends: true,
        test: {
          name: "faults",
          globalSetup: "lib/server/testing/new-database.ts",
          execArgv: integration.execArgv,
          isolate: false,
          // Each has its own sandbox and measures times, so they run one after another.
          fileParallelism: false,
          include: ["e2e/faults/**/*.faults.test.ts"],
          // Longer than the longest wait of `e2e/faults/settle.ts`, which says what is wrong.
          testTimeout: 480_000,
          hookTimeout: 480_000,
        },
      },
      {
        extends: true,
        test: {
          name: "istio",
          // Started by `npm run test:istio` in its own network: the files share its ports, so they run one after
          // another.
          fileParallelism: false,
          include: ["e2e/istio/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
