import { start, stop, tools } from "./child";
import { listenSettings } from "./listen-settings";

/** Sooner than whoever stops this process insists: the panel would be left behind. */
const insistAfterMs = 4000;

/** `npm start`: the built panel. Without an API token it listens on loopback only. */
const { address, port } = listenSettings();
const words = ["start", "--hostname", address, "--port", port];
const panel = start([tools.next, ...words], { NODE_ENV: "production", NEXT_MANUAL_SIG_HANDLE: "true" });
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stop(panel, insistAfterMs));
panel.on("exit", (code) => process.exit(code ?? 0));
