import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Whatever Chromium the machine has; nothing is downloaded. */
const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];
const executablePath = process.env.LAMIA_CHROMIUM ?? places.find((place) => existsSync(place));

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  // `e2e/istio` is Vitest's.
  testMatch: "*.spec.ts",
  // Each has a sandbox and a panel of its own; two cores bear no more.
  workers: 2,
  fullyParallel: false,
  // Patience costs nothing where the state comes; a machine that is busy may take long to come to it.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  // A second try has a world of its own; `npm test` names every test that needed one, and bears few of them.
  retries: 1,
  reporter: [["list"], ["json"]],
  outputDir: "test-results",
  // A project has a worker, and with it a sandbox, of its own: the story begins with nothing.
  projects: [
    { name: "story", testMatch: "story.spec.ts" },
    { name: "online", testMatch: "online.spec.ts" },
    { name: "panel", testIgnore: ["story.spec.ts", "online.spec.ts", "speed.spec.ts"] },
    // What is timed has the machine to itself.
    { name: "speed", testMatch: "speed.spec.ts", dependencies: ["story", "online", "panel"] },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    // Recording each test, to keep it of those that fail, takes a third of the time: `--trace on` where it is wanted.
    trace: "off",
    launchOptions: { args: quiet, ...(executablePath ? { executablePath } : {}) },
  },
});
