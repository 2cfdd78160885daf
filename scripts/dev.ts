import { listenAddress, readEnvironment } from "@/lib/server/environment";
import { start, stop, tools } from "./child";

/** Where the web server should listen. Unusable settings end the process with an explanation and no stack trace. */
function listenSettings(): { address: string; port: string } {
  try {
    const environment = readEnvironment();
    return { address: listenAddress(environment), port: String(environment.PORT) };
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exit(1);
  }
}

/** `npm run dev`: the panel from source, with reload on changes. */
const { address, port } = listenSettings();
const words = ["dev", "--hostname", address, "--port", port];
const panel = start([tools.next, ...words], { NODE_ENV: "development" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(panel));
panel.on("exit", (code) => process.exit(code ?? 0));
