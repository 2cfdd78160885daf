import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { createServer, type Socket } from "node:net";
import {
  createSecureContext,
  type SecureContext,
  type SecureContextOptions,
  type SecureVersion,
  type TLSSocket,
} from "node:tls";
import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { textAt } from "@/sandbox/kubernetes/json/values";
import type { AppResponse } from "@/sandbox/vamp-shop/app";
import type { PortConfig } from "./ingress-config";
import type { GatewayServer } from "./istio-types";
import { type IncomingRequest, notRouted, routeRequest, type UpstreamFor } from "./route-request";
import type { PortServer } from "./virtual-hosts";
import { resources } from "./workloads";

/** A certificate with its key, ready for handshakes, and what it was made from. */
interface Credential {
  context: SecureContext;
  settings: SecureContextOptions;
}

/** Finds the certificate of a TLS server; undefined when there is no usable one. */
export type Credentials = (server: GatewayServer, namespace: string) => Credential | undefined;

const versions: Record<string, SecureVersion> = {
  TLSV1_0: "TLSv1",
  TLSV1_1: "TLSv1.1",
  TLSV1_2: "TLSv1.2",
  TLSV1_3: "TLSv1.3",
};

/**
 * Reads certificates from the Secrets that Gateways name, in the proxy's namespace (istiod sends a proxy only the
 * Secrets of its own namespace). Each version of a Secret is parsed once.
 */
export function newCredentials(objects: ClusterObjects): Credentials {
  const parsed = new Map<string, { version: string; credential: Credential | undefined }>();
  return ({ tls }, namespace) => {
    const name = tls?.credentialName?.replace(/^kubernetes(-gateway)?:\/\//, "");
    if (!name || !["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"].includes(tls?.mode ?? "SIMPLE")) return undefined;
    const secret = objects.get(resources.secrets, namespace, name);
    if (!secret) return undefined;
    const minimum = versions[tls?.minProtocolVersion ?? ""] ?? "TLSv1.2";
    const maximum = versions[tls?.maxProtocolVersion ?? ""] ?? "TLSv1.3";
    const key = `${namespace}/${name} ${minimum} ${maximum}`;
    const version = `${secret.metadata.uid} ${secret.metadata.resourceVersion}`;
    const known = parsed.get(key);
    if (known?.version === version) return known.credential;
    const credential = readCredential(secret, minimum, maximum);
    parsed.set(key, { version, credential });
    return credential;
  };
}

function readCredential(
  secret: unknown,
  minVersion: SecureVersion,
  maxVersion: SecureVersion,
): Credential | undefined {
  // Istio reads the keys of kubernetes.io/tls, and its older "cert" and "key".
  const cert = decoded(secret, "tls.crt") ?? decoded(secret, "cert");
  const key = decoded(secret, "tls.key") ?? decoded(secret, "key");
  if (cert === undefined || key === undefined) return undefined;
  try {
    const settings = { cert, key, minVersion, maxVersion };
    return { context: createSecureContext(settings), settings };
  } catch {
    // The key doesn't match the certificate, or the data isn't PEM; Envoy rejects such a Secret too.
    return undefined;
  }
}

function decoded(secret: unknown, key: string): Buffer | undefined {
  const text = textAt(secret, "data", key);
  return text === undefined ? undefined : Buffer.from(text, "base64");
}

interface ListenerOptions {
  address: string;
  /** The local port. */
  localPort: number;
  /** The Service port that it represents. */
  port: number;
  /** The local port for the Service's 443. */
  httpsPort: number;
  /** What the port serves now. */
  config(): PortConfig | undefined;
  credential(server: PortServer, namespace: string): Credential | undefined;
  upstreamFor(request: IncomingRequest): UpstreamFor;
}

export interface Listener {
  close(): Promise<void>;
}

/**
 * Listens on one port of one address. The Gateways at connection time decide whether it speaks TLS or plain HTTP. A
 * connection that no Gateway matches, by port or by server name, is closed, as in Envoy.
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const sockets = new Set<Socket>();

  const credentialFor = (serverName: string): Credential | undefined => {
    const config = options.config();
    const server = config?.isTls ? config.tlsServer(serverName) : undefined;
    return config && server && options.credential(server, config.namespace);
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
    const routed = await routeRequest(config.routes(server), incoming, watched, options.httpsPort);
    const isForOther = scheme === "https" && !incoming.host.startsWith(serverNameOf(request));
    const isMisdirected = routed === notRouted && isForOther && config.answersMisdirected();
    const result = isMisdirected ? { ...routed, status: 421 } : routed;
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
        const credential = credentialFor(serverName);
        if (credential) done(null, credential.context);
        else done(new Error(`no certificate for ${serverName}`));
      },
    },
    handle("https"),
  );
  /** The certificate for clients that send no server name, as for an IP address. */
  let unnamed: Credential | undefined;
  const presentToUnnamed = () => {
    const credential = credentialFor("");
    if (credential !== unnamed) secureServer.setSecureContext(credential?.settings ?? {});
    unnamed = credential;
  };
  // Failed handshakes and lost clients concern only the client.
  secureServer.on("tlsClientError", (_error, socket) => socket.destroy());
  secureServer.on("sessionError", () => {});
  secureServer.on("error", () => {});

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const config = options.config();
    if (!config) return void socket.destroy();
    if (config.isTls) presentToUnnamed();
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
  // The socket of an HTTP/2 session is a proxy object: you can read its property, but `in` doesn't find it.
  const socket = "stream" in request ? request.stream.session?.socket : request.socket;
  const name: unknown = (socket as TLSSocket | undefined)?.servername;
  return typeof name === "string" ? name : "";
}

export type ServerRequest = IncomingMessage | Http2ServerRequest;
export type ServerAnswer = ServerResponse | Http2ServerResponse;

/**
 * Converts a Node request (HTTP/1.1 or HTTP/2) into one that can be routed; undefined when its address is unusable.
 */
export function readRequest(
  request: ServerRequest,
  scheme: "http" | "https",
  port: number,
): IncomingRequest | undefined {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(":"))
      headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  const host = String(request.headers[":authority"] ?? headers.host ?? "");
  const base = `${scheme}://${host || "unknown"}`;
  if (!URL.canParse(request.url ?? "/", base)) return undefined;
  const url = new URL(request.url ?? "/", base);
  headers.host = host;
  return {
    method: request.method ?? "GET",
    scheme,
    authority: host.toLowerCase().replace(/:\d+$/, ""),
    host,
    port,
    path: url.pathname,
    search: url.search,
    query: url.searchParams,
    headers,
  };
}

/** Headers of a single connection, forbidden in HTTP/2. */
const hopByHop = ["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection"];

/** Writes the answer, with Envoy's `server` header. */
export function writeAnswer(response: ServerAnswer, answer: AppResponse, method: string): void {
  const headers: Record<string, string> = { ...answer.headers, server: "istio-envoy" };
  for (const name of hopByHop) delete headers[name];
  if (answer.status !== 204 && answer.status !== 304) {
    headers["content-length"] = String(Buffer.byteLength(answer.body));
  }
  // The two response types have this form in common, but no shared type.
  const write = response as ServerResponse;
  write.writeHead(answer.status, headers);
  write.end(method === "HEAD" ? undefined : answer.body);
}
