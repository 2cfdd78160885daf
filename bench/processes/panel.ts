import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { SecuredHostKey } from "@/lib/model/secured-hosts";
import { answerApi } from "@/lib/server/http/rest-api";
import { clusterOf, getPanel } from "@/lib/server/panel";
import { nowMs, offer } from "./spawn";

/** Serves the REST API's operations on a free loopback port, without a web framework. Returns the base URL. */
export async function serveApi(): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const { method = "GET" } = incoming;
  const response = await answerApi(
    new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method,
      headers: new Headers(incoming.headers as Record<string, string>),
      body: method === "GET" ? null : (Readable.toWeb(incoming) as ReadableStream),
      signal: gone.signal,
      duplex: "half",
    } as RequestInit),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body)
    Readable.fromWeb(response.body as never)
      .on("error", () => {})
      .pipe(outgoing);
  else outgoing.end();
}

/** The panel with its REST API, as in the web process; reports when a host starts to serve. */
const panel = await getPanel();
const cluster = clusterOf(panel);
while (!cluster.walking) await new Promise((resolve) => setTimeout(resolve, 20));
const url = await serveApi();
const printed = new Set<SecuredHostKey>();

cluster.live.onChange((key) => {
  // The floor ends with a handshake, so this does too. The application behind it doesn't matter here.
  const reports = cluster.live.get(key)?.reports ?? [];
  if (printed.has(key) || !reports.some(({ step, state }) => step === "serving" && state === "done")) return;
  printed.add(key);
  process.send?.({ served: key, atMs: nowMs() });
});
offer({
  url: () => url,
  /** Milliseconds of a fresh run of all checks over the current cluster. */
  checks: async () => {
    const { runChecks } = await import("@/lib/istio/rules");
    const snapshot = cluster.mesh.snapshot();
    const startedAt = performance.now();
    const findings = runChecks(snapshot).length;
    return { ms: performance.now() - startedAt, findings };
  },
  /** How many hosts have been cleaned up. */
  cleanedUp: () => panel.installation.store.tasks.count({ states: ["done"] }),
  cpuMs: () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000,
});
process.on("SIGTERM", async () => {
  await panel.close();
  process.exit(0);
});
process.send?.("ready");
