import { join } from "node:path";
import { parseArgs } from "node:util";
import { ended, start } from "./child";

/**
 * `npm run test:faults`: the long form, about an hour; `npm test` has the short one. A file name or part of it as
 * an argument runs only that file; `LAMIA_FAULTS_SEED` and `LAMIA_FAULTS_COUNT` choose the schedules.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const vitest = join(import.meta.dirname, "..", "node_modules", "vitest", "vitest.mjs");
const counts = { LAMIA_FAULTS_COUNT: "300", LAMIA_FAULTS_WORKER_COUNT: "10", LAMIA_FAULTS_KILLS: "200" };
const chosen = Object.fromEntries(
  Object.entries(counts).map(([name, usual]) => [name, process.env[name] ?? usual]),
);
process.exit(await ended(start([vitest, "run", "--project", "faults", ...positionals], chosen)));
