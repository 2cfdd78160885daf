import type { Store } from "@/lib/store/open-store";
import { openRunner, type Runner, type RunnerOptions, type Work } from "../runner";

/** A runner that only asks, and a log that fails the test when something goes wrong unexpectedly. */
export function openTestRunner(store: Store, over: Partial<RunnerOptions> = {}): Promise<Runner> {
  return openRunner({
    store,
    clock: { now: () => new Date() },
    log: {
      error: (fields, message) => {
        throw new Error(`${message}: ${JSON.stringify(fields)} ${(fields as { err?: Error }).err?.message}`);
      },
      warn: () => {},
      debug: () => {},
    },
    ...over,
  });
}

/** One that is at work, and has nothing to do but for what is given. */
export async function startTestRunner(
  store: Store,
  { walkHost, allHosts, doTask, ...over }: Partial<RunnerOptions & Work> = {},
): Promise<Runner> {
  const runner = await openTestRunner(store, over);
  await runner.start({
    allHosts: allHosts ?? (() => []),
    walkHost: walkHost ?? (async () => ({ nextVisitAt: null })),
    doTask: doTask ?? (async () => ({ state: "done" })),
  });
  return runner;
}
