import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { serve } from "@/lib/server/http/serve";
import { operations } from "@/lib/server/operations";

const routes = operations.map((operation) => ({
  method: operation.method.toUpperCase(),
  pattern: new URLPattern({ pathname: `/api/v1${operation.path.replaceAll(/\{(\w+)\}/g, ":$1")}` }),
  handle: serve(operation),
}));

/** The operations of the REST API on a free port of loopback, without a web framework. Returns the base URL. */
export async function serveApi(): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  for (const { method, pattern, handle } of routes) {
    const match = method === incoming.method ? pattern.exec(url) : null;
    if (!match) continue;
    const headers = new Headers(incoming.headers as Record<string, string>);
    const body = method === "GET" ? null : (Readable.toWeb(incoming) as ReadableStream);
    const request = new Request(url, {
      method,
      headers,
      body,
      signal: gone.signal,
      duplex: "half",
    } as RequestInit);
    const response = await handle(request, { params: Promise.resolve({ ...match.pathname.groups }) });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body)
      Readable.fromWeb(response.body as never)
        .on("error", () => {})
        .pipe(outgoing);
    else outgoing.end();
    return;
  }
  outgoing.writeHead(404).end();
}
