import { createHash } from "node:crypto";
import { getCACertificates } from "node:tls";
import { HttpMethod, KubeConfig, RequestContext } from "@kubernetes/client-node";
import pLimit from "p-limit";
import { Failure } from "@/lib/gateway/failure";
import { texts } from "@/lib/kubernetes/texts";
import {
  type Call,
  failureOfReply,
  failureOfTransport,
  impersonationHeaders,
  isLostConnection,
  methods,
  pathOf,
  type Reply,
} from "./call";

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const metadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

export interface ClusterClient {
  /** Host and port of the API server, for notes. */
  readonly host: string;
  /** Returns any response of the server, also a refusal; throws `Failure` only if there is none. */
  send(call: Call): Promise<Reply>;
  /** Returns the body of a 2xx response; throws `Failure` for every other. */
  request<T>(call: Call): Promise<T>;
  /** Like `request`, but null for a 404. */
  find<T>(call: Call): Promise<T | null>;
  /** Opens a watch: returns the lines of the response as they arrive, or the response itself if it isn't a 2xx. */
  watch(call: Call, signal: AbortSignal): Promise<AsyncIterable<string> | Reply>;
  close(): Promise<void>;
}

/** Enough to keep any API server busy, few enough that a burst doesn't open a connection for each gateway. */
const concurrentRequests = 24;
const answerWithinMs = 30_000;

/** Reads the kubeconfig (or the Pod's ServiceAccount); throws `unconfigured`. Connects on the first call. */
export function connectCluster(options: ConnectOptions = {}): ClusterClient {
  const credentials = loadCredentials(options);
  const { origin, host } = credentials.server;
  const base = credentials.server.pathname.replace(/\/$/, "");
  const gate = pLimit(concurrentRequests);

  async function dispatch(call: Call, signal: AbortSignal | null) {
    const { headers, dispatcher } = await credentials.access();
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const contentType = call.patchType ?? (body === null ? null : "application/json");
    return dispatcher.request({
      origin,
      path: base + pathOf(call),
      method: methods[call.verb],
      headers: {
        ...headers,
        accept: call.metadataOnly ? metadataOnly : "application/json",
        "user-agent": "lamia",
        ...impersonationHeaders(call.as),
        ...(contentType === null ? {} : { "content-type": contentType }),
      },
      body,
      signal,
      headersTimeout: answerWithinMs,
      bodyTimeout: call.verb === "watch" ? 0 : answerWithinMs,
    });
  }

  async function exchange(call: Call): Promise<Reply> {
    const sentAtMs = Date.now();
    const response = await dispatch(call, null);
    options.heard?.(host, String(response.headers.date), sentAtMs, Date.now());
    if (call.subresource === "log" && response.statusCode < 300)
      return { status: response.statusCode, body: await response.body.text(), retryAfterSeconds: undefined };
    return readReply(response.statusCode, response.headers["retry-after"], await response.body.text());
  }

  async function send(call: Call): Promise<Reply> {
    try {
      return await gate(async () => {
        const reply = await exchange(call).catch((thrown: unknown) => {
          // If the create succeeded the first time, the second one returns 409.
          if (call.verb === "create" || !isLostConnection(thrown)) throw thrown;
          return exchange(call);
        });
        return reply.status === 401 && credentials.renew() ? exchange(call) : reply;
      });
    } catch (thrown) {
      throw failureOfTransport(host, thrown);
    }
  }

  async function find<T>(call: Call): Promise<T | null> {
    const reply = await send(call);
    if (reply.status === 404) return null;
    if (reply.status >= 300) throw failureOfReply(call, reply);
    return reply.body as T;
  }

  return {
    host,
    send,
    find,
    async request<T>(call: Call): Promise<T> {
      const reply = await send(call);
      if (reply.status >= 300) throw failureOfReply(call, reply);
      return reply.body as T;
    },
    async watch(call, signal) {
      try {
        const response = await dispatch(call, signal);
        if (response.statusCode < 300) return splitLines(response.body);
        if (response.statusCode === 401) credentials.renew();
        return readReply(response.statusCode, response.headers["retry-after"], await response.body.text());
      } catch (thrown) {
        throw failureOfTransport(host, thrown);
      }
    },
    async close() {
      const { dispatcher } = await credentials.access();
      await dispatcher.destroy();
    },
  };
}

function readReply(status: number, retryAfter: string | string[] | undefined, text: string): Reply {
  const seconds = Number(retryAfter);
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's HTML page; the status says enough.
  }
  return { status, body, retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : undefined };
}

/** The lines of a stream, without their ends. Drops an unfinished last line, because its rest never arrived. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) if (part !== "") yield part;
  }
}

export interface ConnectOptions {
  /** Path of a kubeconfig, or several joined by `:`. If not set, the Pod's ServiceAccount is used. */
  kubeconfigFile?: string | undefined;
  /** Gets the Date header of each answer, and when the request was sent and answered, in ms since 1970. */
  heard?(host: string, date: string, sentAtMs: number, receivedAtMs: number): void;
}

export type Dispatcher = NonNullable<ReturnType<RequestContext["getDispatcher"]>>;

export interface Access {
  headers: Record<string, string>;
  dispatcher: Dispatcher;
}

export interface Credentials {
  server: URL;
  /** The headers and the connection pool to use now. */
  access(): Promise<Access>;
  /**
   * Forgets the headers, so that the next call asks the kubeconfig's user again; false if that has just happened.
   */
  renew(): boolean;
}

/** Tokens of ServiceAccounts and exec plugins rotate; client-go also reads them again every minute. */
const freshForMs = 60_000;

/**
 * Loads the kubeconfig once. The library's own `applySecurityAuthentication` creates a new connection pool on each
 * call, which costs a TLS handshake for each request. Here one pool lives as long as its certificates don't change.
 */
export function loadCredentials(options: ConnectOptions): Credentials {
  const config = loadConfig(options);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw unconfigured(texts.noCurrentCluster, undefined);
  const server = new URL(cluster.server);
  let pool: { dispatcher: Dispatcher; fingerprint: string } | null = null;
  let current: { access: Promise<Access>; since: number } | null = null;

  async function ask(): Promise<Access> {
    try {
      const tls: Parameters<KubeConfig["applyToHTTPSOptions"]>[0] = {};
      await config.applyToHTTPSOptions(tls);
      const fingerprint = createHash("sha256").update(`${tls.ca}\n${tls.cert}\n${tls.key}`).digest("hex");
      const context = new RequestContext(cluster?.server ?? "", HttpMethod.GET);
      await config.applySecurityAuthentication(context);
      const dispatcher = context.getDispatcher();
      if (!dispatcher) throw new Error("no dispatcher");
      if (pool?.fingerprint !== fingerprint) {
        // Pending requests finish on the old pool.
        void pool?.dispatcher.close();
        pool = { dispatcher, fingerprint };
      }
      return { headers: context.getHeaders(), dispatcher: pool.dispatcher };
    } catch (thrown) {
      current = null;
      throw unconfigured(texts.credentialsUnreadable, thrown);
    }
  }

  return {
    server,
    access() {
      const now = performance.now();
      if (!current || now - current.since > freshForMs) current = { access: ask(), since: now };
      return current.access;
    },
    renew() {
      if (current && performance.now() - current.since < 1000) return false;
      current = null;
      return true;
    },
  };
}

function loadConfig({ kubeconfigFile }: ConnectOptions): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfigFile === undefined) {
      config.loadFromCluster();
    } else {
      const [first = "", ...others] = kubeconfigFile.split(":").filter((file) => file !== "");
      config.loadFromFile(first);
      for (const file of others) {
        const next = new KubeConfig();
        next.loadFromFile(file);
        config.mergeConfig(next, true);
      }
    }
    const cluster = config.getCurrentCluster();
    // Without a CA in the kubeconfig, the library would return no pool at all. These are the CAs that Node trusts
    // anyway.
    if (cluster && !cluster.caData && !cluster.caFile && !cluster.skipTLSVerify) {
      const trusted = Buffer.from(getCACertificates("default").join("\n")).toString("base64");
      config.clusters = config.clusters.map((each) =>
        each === cluster ? { ...each, caData: trusted } : each,
      );
    }
    // The library builds the address from variables that only a Pod has, whether they are set or not.
    const isPod = kubeconfigFile !== undefined || !cluster?.server.includes("undefined");
    if (!cluster || !isPod) throw new Error("no server");
    return config;
  } catch (thrown) {
    throw unconfigured(
      kubeconfigFile === undefined
        ? texts.noKubeconfig
        : texts.kubeconfigUnreadable({ file: kubeconfigFile }),
      thrown,
    );
  }
}

/** The library's error may quote the file with its token, so it isn't the cause. */
function unconfigured(message: string, thrown: unknown): Failure {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : undefined;
  return new Failure("unconfigured", message, {
    remedy: texts.setKubeconfig,
    ...(code === undefined ? {} : { cause: { code } }),
  });
}
