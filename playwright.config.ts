import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** The machine's own Chromium; nothing is downloaded. */
const places = [
  "/usr/bin/chromium-headless-shell",
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

/** Their panels have a setting or start that no other test has. First, so that each is started once. */
const ownPanels = ["cleanups.spec.ts", "provider.spec.ts", "users.spec.ts"];
/** As users see it. Elsewhere, a page that waits would be drawn sixty times a second, without a graphics card. */
const moving = { contextOptions: { reducedMotion: "no-preference" as const } };

export default defineConfig({
  testDir: "e2e",
  // Vitest runs `e2e/istio`.
  testMatch: "*.spec.ts",
  // Each worker has its own sandbox and panel. Three keep two cores busy, except at the end, where long waits are.
  workers: 4,
  fullyParallel: false,
  globalSetup: "./e2e/support/new-database.ts",
  // A long timeout costs nothing when the state arrives; a busy machine may take long to reach it.
  timeout: 480_000,
  expect: { timeout: 180_000 },
  // A retry has its own sandbox and panel. `npm test` names every test that needed one, and tolerates only a few of
  // them.
  retries: 1,
  reporter: [["list"], ["json"]],
  outputDir: "test-results",
  // Each project has its own worker, and with it its own sandbox: the story starts with nothing.
  projects: [
    { name: "story", testMatch: "story.spec.ts", use: moving },
    { name: "online", testMatch: "online.spec.ts", use: moving },
    { name: "own", testMatch: ownPanels },
    { name: "panel", testIgnore: ["story.spec.ts", "online.spec.ts", "speed.spec.ts", ...ownPanels] },
    // Timed tests have the machine to themselves.
    {
      name: "speed",
      testMatch: "speed.spec.ts",
      dependencies: ["story", "online", "own", "panel"],
      use: moving,
    },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    // Playwright empties it between tests; a new one for each would take longer than what most of them do.
    reuseContext: true,
    contextOptions: { reducedMotion: "reduce" },
    // Recording each test, in case it fails, takes a third of the time; use `--trace on` when needed.
    trace: "off",
    launchOptions: { args: quiet, ...(executablePath ? { executablePath } : {}) },
  },
});
