import { restartWithMemorySettings } from "./memory-settings";

/**
 * `npm start`: the built panel. Without an API token it listens on loopback only. Imports everything else once the
 * process is the one that stays.
 */
restartWithMemorySettings();
// Next reads it when it loads.
Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
try {
  const [{ readEnvironment }, { serveWeb }, { startWebProcess }] = await Promise.all([
    import("@/lib/server/environment"),
    import("@/lib/server/http/web-server"),
    import("@/lib/server/web-process"),
  ]);
  await serveWeb(readEnvironment(), startWebProcess);
} catch (thrown) {
  // Unusable settings or a port in use: an explanation, and no stack trace.
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
}
