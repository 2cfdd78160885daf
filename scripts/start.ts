import { readEnvironment } from "@/lib/server/environment";
import { listenAddress } from "@/lib/server/listen-address";
import { start, stop, tools } from "./child";

/** `npm start`: the built panel. Without an API token it listens on loopback only. */
const environment = readEnvironment();
const words = ["start", "--hostname", listenAddress(environment), "--port", String(environment.PORT)];
const panel = start([tools.next, ...words], { NODE_ENV: "production" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(panel));
panel.on("exit", (code) => process.exit(code ?? 0));
