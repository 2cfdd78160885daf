import { Failure } from "@/lib/gateway/failure";

/** Sooner than whoever stops the process insists: what does not end in order by then is taken up at the next start. */
const insistAfterMs = 4000;

/**
 * Starts what a process is for, and ends it with the process. What cannot start is said in one message, with what to do.
 * The web process' start script keeps Next from exiting first.
 */
export async function liveWithProcess(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  try {
    const started = await start();
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => {
        setTimeout(() => process.exit(0), insistAfterMs).unref();
        void started.close().finally(() => process.exit(0));
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
