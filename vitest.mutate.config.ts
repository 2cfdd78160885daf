import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** For `npm run mutate`: the unit tests alone, as the mutation runner cannot choose a project. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["lib/**/*.test.ts"],
    // What is measured in processor time is so of code without counters in it; and what runs as a file is loaded is left
    // out, unless a test loads it anew.
    exclude: ["**/*.integration.test.ts", "**/node_modules/**", "**/{cost,speed,loaded-twice}.test.ts"],
    isolate: false,
    // The runner has its own limit for what a break makes slow.
    testTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
