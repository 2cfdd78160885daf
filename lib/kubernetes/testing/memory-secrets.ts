import { type Call, failureOfReply, type Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import {
  type SecretObject,
  type WholeSecret,
  withoutSecretValues,
} from "@/lib/kubernetes/objects/secret-object";
import type { VaultOptions } from "@/lib/kubernetes/vault/vault-store";

interface Operation {
  op: "test" | "replace" | "move" | "add" | "remove";
  path: string;
  from?: string;
  value?: string;
}

/**
 * An API server with only Secrets, in memory, with the rules that the vault relies on: versions grow with each
 * write, a create never overwrites, and a write or deletion that names a version fails if it isn't the current one.
 */
export function memorySecrets(namespace = "lamia-system") {
  const held = new Map<string, WholeSecret>();
  const writes: string[] = [];
  /** Runs once before the next write request, as somebody else's change. */
  const meanwhile: (() => void)[] = [];
  let version = 0;
  const keyOf = (where: { namespace?: string | undefined; name?: string | undefined }) =>
    `${where.namespace}/${where.name}`;

  function put(secret: WholeSecret): WholeSecret {
    version += 1;
    const { uid = `uid-${version}` } = secret.metadata;
    const stored = { ...secret, metadata: { ...secret.metadata, uid, resourceVersion: String(version) } };
    held.set(keyOf(stored.metadata), stored);
    return stored;
  }

  function answer(status: number, body: unknown = { kind: "Status" }): Reply {
    return { status, body: structuredClone(body), retryAfterSeconds: undefined };
  }

  function isCurrent({ metadata }: WholeSecret, named: { uid?: unknown; resourceVersion?: unknown } = {}) {
    return (["uid", "resourceVersion"] as const).every(
      (key) => named[key] === undefined || named[key] === metadata[key],
    );
  }

  async function send(call: Call): Promise<Reply> {
    if (call.verb === "list")
      return answer(200, {
        kind: "SecretList",
        metadata: { resourceVersion: String(version) },
        items: [...held.values()].filter(
          ({ metadata }) =>
            (call.namespace === undefined || metadata.namespace === call.namespace) &&
            (call.query?.labelSelector === undefined ||
              metadata.labels?.["app.kubernetes.io/managed-by"] === "lamia"),
        ),
      });
    if (call.verb !== "get") meanwhile.shift()?.();
    const current = held.get(keyOf(call));
    if (call.verb === "create") {
      const made = call.body as WholeSecret;
      if (held.has(keyOf(made.metadata))) return answer(409);
      writes.push(`create ${keyOf(made.metadata)}`);
      return answer(201, put(made));
    }
    if (!current) return answer(404);
    if (call.verb === "get") return answer(200, current);
    if (call.verb === "delete") {
      if (!isCurrent(current, (call.body as { preconditions?: object })?.preconditions)) return answer(409);
      writes.push(`delete ${keyOf(call)}`);
      held.delete(keyOf(call));
      return answer(200, current);
    }
    const isJson = call.patchType === "application/json-patch+json";
    const patched = isJson
      ? patchedBy(current, call.body as Operation[])
      : mergedWith(current, call.body as Partial<WholeSecret>);
    if (typeof patched === "number") return answer(patched);
    writes.push(`patch ${keyOf(call)}`);
    return answer(200, put(patched));
  }

  function mergedWith(current: WholeSecret, { metadata, data }: Partial<WholeSecret>): WholeSecret | number {
    if (!isCurrent(current, metadata)) return 409;
    const merge = <Value>(one: object | undefined, other: object | undefined) =>
      Object.fromEntries(
        Object.entries({ ...one, ...other }).filter(([, value]) => value !== null),
      ) as Record<string, Value>;
    const { labels, annotations } = current.metadata;
    return {
      ...current,
      metadata: {
        ...current.metadata,
        labels: merge(labels, metadata?.labels),
        annotations: merge(annotations, metadata?.annotations),
      },
      data: merge(current.data, data),
    };
  }

  function patchedBy(current: WholeSecret, operations: readonly Operation[]): WholeSecret | number {
    const data = { ...current.data };
    const at = (path = "") => path.replace("/data/", "");
    for (const { op, path, from, value = "" } of operations) {
      if (path === "/metadata/resourceVersion") {
        if (value !== current.metadata.resourceVersion) return 409;
      } else if (op === "test") {
        if (data[at(path)] !== value) return 422;
      } else if (op === "add") data[at(path)] = value;
      else {
        const moved = data[at(from ?? path)];
        if (moved === undefined) return 422;
        delete data[at(from ?? path)];
        if (op === "move") data[at(path)] = moved;
      }
    }
    return { ...current, data };
  }

  async function request<T>(call: Call): Promise<T> {
    const reply = await send(call);
    if (reply.status >= 300) throw failureOfReply(call, reply);
    return reply.body as T;
  }

  const client = {
    host: "k.test",
    send,
    request,
    async find<T>(call: Call): Promise<T | null> {
      const reply = await send(call);
      if (reply.status === 404) return null;
      if (reply.status >= 300) throw failureOfReply(call, reply);
      return reply.body as T;
    },
  } as unknown as ClusterClient;

  /** What the cache has seen; null for everything. */
  let seen: Map<string, SecretObject> | null = null;
  let state = "connected";
  const cached = () =>
    seen ?? new Map([...held].map(([key, secret]) => [key, withoutSecretValues(secret)] as const));
  const cache = {
    stateOf: () => ({ state }),
    get: (kind: string, at: string, name: string) =>
      (kind === "Secret" && cached().get(keyOf({ namespace: at, name }))) || null,
    list: (kind: string, at?: string) =>
      kind === "Secret"
        ? [...cached().values()].filter(({ metadata }) => at === undefined || metadata.namespace === at)
        : [],
    observe: (secret: WholeSecret) => void seen?.set(keyOf(secret.metadata), withoutSecretValues(secret)),
  } as unknown as VaultOptions["cache"];

  return {
    options: { client, cache, namespace },
    held,
    put,
    writes,
    meanwhile,
    /** From now on, the cache learns only of our own writes. */
    lag() {
      seen = new Map(cached());
    },
    disconnect() {
      state = "reconnecting";
    },
  };
}
