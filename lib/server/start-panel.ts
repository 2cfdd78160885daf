import { getRuntime } from "./runtime";

/**
 * Starts the runtime of the web process and ends it with the process (the start script keeps Next from exiting first);
 * what cannot start is said in one message.
 */
export async function startPanel(): Promise<void> {
  try {
    const runtime = await getRuntime();
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => void runtime.close().finally(() => process.exit(0)));
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : "The panel could not start.");
    process.exit(1);
  }
}
