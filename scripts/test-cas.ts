import { join } from "node:path";
import { buildCas } from "@/lib/acme/testing/ca-programs";
import { ended, start } from "./child";

/**
 * `npm run test:cas`: walks with CAs that nobody here wrote. Builds them the first time, for which it needs Go. `npm test`
 * runs the same tests with those that are there.
 */
for (const [name, problem] of buildCas()) console.log(`${name} could not be built: ${problem}`);
const vitest = join(import.meta.dirname, "..", "node_modules", "vitest", "vitest.mjs");
const tests = ["lib/server/walks/foreign-cas", "lib/server/walks/pebble", "lib/acme/pebble"];
process.exit(await ended(start([vitest, "run", "--project", "integration*", ...tests], {})));
