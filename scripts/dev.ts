import { start, stop, tools } from "./child";
import { listenSettings } from "./listen-settings";

/** `npm run dev`: the panel from its sources, reloading as they change. */
const { address, port } = listenSettings();
const words = ["dev", "--hostname", address, "--port", port];
const panel = start([tools.next, ...words], { NODE_ENV: "development" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(panel));
panel.on("exit", (code) => process.exit(code ?? 0));
