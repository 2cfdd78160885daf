import type { SecuredHostKey } from "@/lib/model/secured-hosts";
import { clusterOf, getPanel } from "@/lib/server/panel";
import { serveApi } from "./serve-api";
import { nowMs, offer } from "./spawn";

/** The panel with its REST API, as it runs in the web process; tells when a host comes to serve. */
const panel = await getPanel();
const cluster = clusterOf(panel);
while (!cluster.walking) await new Promise((resolve) => setTimeout(resolve, 20));
const url = await serveApi();
const printed = new Set<SecuredHostKey>();

cluster.live.onChange((key) => {
  // The floor ends with a handshake, so this does; what answers behind it is nobody's gateway here.
  const reports = cluster.live.get(key)?.reports ?? [];
  if (printed.has(key) || !reports.some(({ step, state }) => step === "serving" && state === "done")) return;
  printed.add(key);
  process.send?.({ served: key, atMs: nowMs() });
});
offer({
  url: () => url,
  /** Milliseconds that all checks took over what is in the cluster now, computed anew. */
  checks: async () => {
    const { runChecks } = await import("@/lib/istio/rules");
    const snapshot = cluster.mesh.snapshot();
    const startedAt = performance.now();
    const findings = runChecks(snapshot).length;
    return { ms: performance.now() - startedAt, findings };
  },
  cpuMs: () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000,
});
process.on("SIGTERM", async () => {
  await panel.close();
  process.exit(0);
});
process.send?.("ready");
