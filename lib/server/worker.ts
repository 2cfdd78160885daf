import { readEnvironment } from "./environment";
import { startRuntime } from "./runtime";

/** `npm run worker`: walks beside the web process, on the same PostgreSQL; any number of them. */
const environment = readEnvironment();
const runtime = await startRuntime({ ...environment, LAMIA_RUNNER: "web" });
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await runtime.close();
    process.exit(0);
  });
}
