import { readEnvironment } from "@/lib/server/environment";
import { restartWithMemorySettings } from "./memory-settings";

/** `npm start`: the built panel. Without an API token it listens on loopback only. */
restartWithMemorySettings();
// Next reads it as it is loaded.
Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
try {
  const [{ serveWeb }, { startWebProcess }] = await Promise.all([
    import("@/lib/server/http/web-server"),
    import("@/lib/server/web-process"),
  ]);
  await serveWeb(readEnvironment(), startWebProcess);
} catch (thrown) {
  // Settings that cannot be used, or a port in use: what is wrong, and no trace.
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
}
