import type { Store } from "@/lib/store/open-store";
import { type Runner, type RunnerOptions, startRunner } from "../start-runner";

/** A runner with nothing to do, and a log that fails the test when something goes wrong unexpectedly. */
export function startTestRunner(store: Store, over: Partial<RunnerOptions> = {}): Promise<Runner> {
  return startRunner({
    store,
    clock: { now: () => new Date() },
    log: {
      error: (fields, message) => {
        throw new Error(`${message}: ${JSON.stringify(fields)} ${(fields as { err?: Error }).err?.message}`);
      },
      warn: () => {},
      debug: () => {},
    },
    allHosts: () => [],
    walkHost: async () => ({ nextVisitAt: null }),
    doTask: async () => ({ state: "done" }),
    ...over,
  });
}
