import type { SecuredHostKey } from "@/lib/gateway/model";
import { getRuntime } from "@/lib/server/runtime";
import { nowMs, offer } from "./channel";
import { serveApi } from "./serve-api";

/** The panel's runtime with its REST API, as it runs in the web process; tells when a host comes to serve. */
const runtime = await getRuntime();
while (!runtime.walking) await new Promise((resolve) => setTimeout(resolve, 20));
const url = await serveApi();
const told = new Set<SecuredHostKey>();

runtime.live.onChange((key) => {
  // The floor ends with a handshake, so this does; what answers behind it is nobody's gateway here.
  const reports = runtime.live.get(key)?.reports ?? [];
  if (told.has(key) || !reports.some(({ step, state }) => step === "serving" && state === "done")) return;
  told.add(key);
  process.send?.({ served: key, atMs: nowMs() });
});
offer({
  url: () => url,
  /** Milliseconds that all checks took over what is in the cluster now, computed anew. */
  checks: async () => {
    const { runChecks } = await import("@/lib/istio/rules");
    const snapshot = runtime.mesh.snapshot();
    const startedAt = performance.now();
    const findings = runChecks(snapshot).length;
    return { ms: performance.now() - startedAt, findings };
  },
  cpuMs: () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000,
});
process.on("SIGTERM", async () => {
  await runtime.close();
  process.exit(0);
});
process.send?.("ready");
