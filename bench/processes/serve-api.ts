import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { answerApi } from "@/lib/server/http/rest-api";

/** The operations of the REST API on a free port of loopback, without a web framework. Returns the base URL. */
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
