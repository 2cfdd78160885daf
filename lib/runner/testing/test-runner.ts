import type { Store } from "@/lib/store/open-store";
import { openRunner, type Runner, type RunnerOptions, type Work } from "../runner";

/** A runner that only asks for visits, and a log that fails the test on an unexpected error. */
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

/** A started runner that does nothing except for the given work. */
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
