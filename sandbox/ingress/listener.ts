import { createServer as createHttpServer } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer, type Socket } from "node:net";
import type { SecureContext, TLSSocket } from "node:tls";
import { readRequest, type ServerAnswer, type ServerRequest, writeAnswer } from "./http-bridge";
import type { PortConfig } from "./ingress-config";
import type { PortServer } from "./port-servers";
import { type IncomingRequest, routeRequest, type UpstreamFor } from "./route-request";

interface ListenerOptions {
  address: string;
  /** The port that is listened on here. */
  localPort: number;
  /** The Service port that it stands for. */
  port: number;
  /** Where the Service's 443 is listened on. */
  httpsPort: number;
  /** What the port serves at this moment. */
  config(): PortConfig | undefined;
  secureContext(server: PortServer, namespace: string): SecureContext | undefined;
  upstreamFor(request: IncomingRequest): UpstreamFor;
}

export interface Listener {
  close(): Promise<void>;
}

/**
 * Listens on one port of one address. Each connection speaks TLS or plain HTTP as the Gateways say when it
 * comes in; one that no Gateway wants, by port or by server name, is closed, as Envoy does.
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const sockets = new Set<Socket>();

  const contextFor = (serverName: string): SecureContext | undefined => {
    const config = options.config();
    const server = config?.isTls ? config.tlsServer(serverName) : undefined;
    return config && server && options.secureContext(server, config.namespace);
  };

  const answer = async (request: ServerRequest, response: ServerAnswer, scheme: "http" | "https") => {
    const config = options.config();
    const incoming = readRequest(request, scheme, options.port);
    const server = scheme === "https" ? config?.tlsServer(serverNameOf(request)) : undefined;
    if (!config || !incoming || config.isTls !== (scheme === "https") || (config.isTls && !server)) {
      return writeAnswer(
        response,
        { status: incoming ? 404 : 400, headers: {}, body: "" },
        request.method ?? "",
      );
    }
    const began = performance.now();
    let isAnswered = false;
    const upstreamFor = options.upstreamFor(incoming);
    const watched: UpstreamFor = (namespace) => {
      const upstream = upstreamFor(namespace);
      return {
        ...upstream,
        async ask(pod, request) {
          const answer = await upstream.ask(pod, request);
          isAnswered = true;
          return answer;
        },
      };
    };
    const result = await routeRequest(config.routes(server), incoming, watched, options.httpsPort);
    const spent = String(Math.round(performance.now() - began));
    // Envoy's own answers (no route, a redirect, no healthy upstream) have no such time.
    const time = isAnswered ? { "x-envoy-upstream-service-time": spent } : {};
    writeAnswer(response, { ...result, headers: { ...result.headers, ...time } }, incoming.method);
  };
  const handle = (scheme: "http" | "https") => (request: ServerRequest, response: ServerAnswer) => {
    request.resume();
    answer(request, response, scheme).catch(() => {
      if (response.headersSent) request.destroy();
      else writeAnswer(response, { status: 500, headers: {}, body: "" }, request.method ?? "");
    });
  };

  const plainServer = createHttpServer(handle("http"));
  const secureServer = createSecureServer(
    {
      allowHTTP1: true,
      SNICallback: (serverName, done) => {
        const context = contextFor(serverName);
        if (context) done(null, context);
        else done(new Error(`no certificate for ${serverName}`));
      },
    },
    handle("https"),
  );
  // Refused handshakes and vanished clients are no concern of anybody but the client.
  secureServer.on("tlsClientError", (_error, socket) => socket.destroy());
  secureServer.on("sessionError", () => {});
  secureServer.on("error", () => {});

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const config = options.config();
    if (!config) return void socket.destroy();
    (config.isTls ? secureServer : plainServer).emit("connection", socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.localPort, options.address, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The server name of the request's TLS connection; "" when the client sent none. */
function serverNameOf(request: ServerRequest): string {
  // The socket of an HTTP/2 session is a proxy object: its property can be read, but `in` does not see it.
  const socket = "stream" in request ? request.stream.session?.socket : request.socket;
  const name: unknown = (socket as TLSSocket | undefined)?.servername;
  return typeof name === "string" ? name : "";
}
