import type { StoreOptions } from "@/lib/store/open-store";
import { openStore } from "@/lib/store/open-store";
import { openRunner } from "../runner";

/**
 * A process that stays in the middle of a visit until it is killed. Arguments: the store's options as JSON, the
 * host. Prints `visiting HOST` when the visit has started.
 */
const [options, host] = process.argv.slice(2);
const store = await openStore(JSON.parse(options ?? "{}") as StoreOptions);
const runner = await openRunner({
  store,
  clock: { now: () => new Date() },
  log: { error: console.error, warn: console.error, debug: () => {} },
});
await runner.start({
  allHosts: () => [host ?? ""],
  walkHost: (visited) => {
    console.log(`visiting ${visited}`);
    return new Promise(() => {});
  },
  doTask: async () => ({ state: "done" }),
});
