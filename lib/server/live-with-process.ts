import { Failure } from "@/lib/gateway/failure";
import type { Runtime } from "./runtime";

/** Sooner than whoever stops the process insists: what does not end in order by then is taken up at the next start. */
const insistAfterMs = 4000;

/** Starts a runtime and ends it with the process; what cannot start is said in one message, with what to do. */
export async function liveWithProcess(start: () => Promise<Runtime>): Promise<void> {
  try {
    const runtime = await start();
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => {
        setTimeout(() => process.exit(0), insistAfterMs).unref();
        void runtime.close().finally(() => process.exit(0));
      });
  } catch (thrown) {
    console.error(reason(thrown));
    process.exit(1);
  }
}

function reason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "Lamia could not start.";
  return thrown instanceof Failure && thrown.remedy ? `${thrown.message}\n${thrown.remedy}` : thrown.message;
}
