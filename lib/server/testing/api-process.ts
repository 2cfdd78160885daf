import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { printFirstAdminLink } from "../access/page-access";
import { readEnvironment } from "../environment";
import { drainable } from "../http/drain";
import { serveMetrics } from "../http/probes";
import { answerApi } from "../http/rest-api";
import { guardServer } from "../http/web-server";
import { getPanel, liveWithProcess } from "../panel";

/** The panel without its pages, which need a build: the web server's guard, and all of the API behind it. */
await liveWithProcess(async () => {
  const environment = readEnvironment();
  const panel = await getPanel();
  const server = guardServer(
    environment,
    { onSlowed: () => {}, onLimited: () => {} },
    (request, response) => void answer(request, response),
    async (headers) => (await panel.installation.access.identify(headers)) !== null,
  );
  const drain = drainable(server);
  await new Promise<void>((resolve) => server.listen(environment.PORT, "127.0.0.1", resolve));
  await printFirstAdminLink(panel.installation);
  console.log(`Lamia listens on http://127.0.0.1:${environment.PORT}`);
  return {
    async close() {
      panel.installation.stream.leave();
      await drain();
      await panel.close();
    },
  };
});

/** As Next does it: methods that a `Request` can't have are none of the API's. */
async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  try {
    const response = await answerOf(incoming, gone.signal);
    outgoing.writeHead(response.status, [...response.headers].flat());
    if (response.body && incoming.method !== "HEAD")
      await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing);
    else outgoing.end();
  } catch {
    // Its reader has gone.
    outgoing.destroy();
  }
}

async function answerOf(incoming: IncomingMessage, signal: AbortSignal): Promise<Response> {
  const { method = "GET", url = "/", headers } = incoming;
  const { pathname, search } = new URL(url, "http://panel.test");
  if (!["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].includes(method))
    return new Response(null, { status: 405 });
  const isMetrics = pathname === "/metrics";
  if (!isMetrics && !pathname.startsWith("/api/v1/")) return new Response(null, { status: 404 });
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  const body = ["GET", "HEAD"].includes(method)
    ? undefined
    : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  const request = new Request(`http://127.0.0.1${pathname}${search}`, {
    method,
    headers: pairs,
    signal,
    ...(body ? { body, duplex: "half" } : {}),
  } as RequestInit);
  return isMetrics ? serveMetrics(request) : answerApi(request);
}
