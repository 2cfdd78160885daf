import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Server as NetServer, Socket } from "node:net";

export interface RunningHttp {
  port: number;
  /** Stops listening and closes open connections. */
  close(): Promise<void>;
}

/**
 * Starts listening and resolves when it does. Idle connections stay open for a minute, longer than clients keep
 * theirs, so that no request meets a connection that is closing.
 * @throws the listening error (EADDRINUSE)
 */
export async function listenHttp(server: Server, address: string, port: number): Promise<RunningHttp> {
  server.keepAliveTimeout = 60_000;
  const close = orderlyEnd(server);
  server.listen(port, address);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close,
  };
}

/**
 * Returns what closes a server with all of its connections. That includes connections in a TLS handshake, which
 * `closeAllConnections` doesn't know: a client that keeps reconnecting would otherwise hold the server open.
 */
export function orderlyEnd(server: NetServer): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return () =>
    new Promise((closed) => {
      server.close(() => closed());
      for (const socket of sockets) socket.destroy();
    });
}

/** Reads a request body as UTF-8 text. @throws Error when it is longer than `mostBytes` */
export async function readText(request: IncomingMessage, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error(`a request body exceeds ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  contentType = "application/json; charset=utf-8",
): void {
  const text = `${JSON.stringify(body, null, 2)}\n`;
  response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(text) });
  response.end(text);
}

/** Answers with RFC 9457 problem details. */
export function sendProblem(
  response: ServerResponse,
  status: number,
  title: string,
  detail: string,
  errors?: { path: string; message: string }[],
): void {
  const problem = { type: "about:blank", title, status, detail, ...(errors && { errors }) };
  sendJson(response, status, problem, "application/problem+json; charset=utf-8");
}
