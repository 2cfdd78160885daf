import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { memoryFlags } from "./scripts/memory-settings.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

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
          name: "integration",
          globalSetup: "lib/server/testing/new-database.ts",
          // Like the panel: the optimizing compiler takes seconds and 600 MB for the embedded database.
          execArgv: memoryFlags,
          // They wait more than they compute.
          maxWorkers: 4,
          include: ["{lib,sandbox,bench}/**/*.integration.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 120_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          globalSetup: "lib/server/testing/new-database.ts",
          execArgv: memoryFlags,
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
