import { readEnvironment } from "@/lib/server/environment";
import { listenAddress } from "@/lib/server/listen-address";
import { start, stop, tools } from "./child";

/** `npm run dev`: the panel from its sources, reloading as they change. */
const environment = readEnvironment();
const words = ["dev", "--hostname", listenAddress(environment), "--port", String(environment.PORT)];
const panel = start([tools.next, ...words], { NODE_ENV: "development" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(panel));
panel.on("exit", (code) => process.exit(code ?? 0));
