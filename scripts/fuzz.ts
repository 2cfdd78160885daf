import { join } from "node:path";
import { ended, start, tools } from "./child";
import { isBuilt } from "./programs";

/**
 * `npm run fuzz`: 20,000 generated requests against the production build, which is built first if necessary; `npm test` has
 * the short form. `LAMIA_FUZZ_COUNT` and `LAMIA_FUZZ_SEED` choose others.
 */
const root = join(import.meta.dirname, "..");
if (!isBuilt()) {
  const code = await ended(start([...tools.tsx, join(root, "scripts", "build.ts")]));
  if (code !== 0) process.exit(code);
}
const seed = process.env.LAMIA_FUZZ_SEED ?? String(Math.floor(Math.random() * 1_000_000));
const count = process.env.LAMIA_FUZZ_COUNT ?? "20000";
console.log(`${count} requests, LAMIA_FUZZ_SEED=${seed}`);
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const words = [vitest, "run", "--project", "integration", "lib/server/fuzz.integration.test.ts"];
const settings = { LAMIA_FUZZ_COUNT: count, LAMIA_FUZZ_SEED: seed, LAMIA_FUZZ_BUILT: "yes" };
process.exit(await ended(start(words, settings)));
