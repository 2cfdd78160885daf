import pLimit from "p-limit";
import {
  type Call,
  failureOfReply,
  failureOfTransport,
  isLostConnection,
  methods,
  pathOf,
  type Reply,
} from "./call";
import { type ConnectOptions, loadCredentials } from "./credentials";

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
        ...(contentType === null ? {} : { "content-type": contentType }),
      },
      body,
      signal,
      headersTimeout: answerWithinMs,
      bodyTimeout: call.verb === "watch" ? 0 : answerWithinMs,
    });
  }

  async function exchange(call: Call): Promise<Reply> {
    const response = await dispatch(call, null);
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
