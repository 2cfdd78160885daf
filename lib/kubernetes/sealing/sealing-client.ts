import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply, isRecord, type Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { publicKeys, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { isSealed, keyIdOf, type Place, sealed, sealedMark, unsealed } from "./envelope";
import { openRing, type Ring, type RingOptions } from "./key-ring";
import { texts } from "./texts";

/**
 * A client through which the private values of Lamia's own Secrets are sealed on their way to the API server, and
 * opened on their way back: nothing above it knows. What it can't open stays as it is, and nothing is written while
 * it can't. Published TLS Secrets stay plain, because Istio reads them.
 */
export interface SealingClient extends ClusterClient {
  /** Opens the ring if that hasn't happened yet, or not recently. Throws if there is no answer. */
  ring(): Promise<Ring>;
}

/** The Secrets that nobody but Lamia reads; the names of the vault, of accounts, of settings, and of users' sign-ins. */
const ownNames = /^lamia-(host|acme-account|acme-dns|last-settings|authenticator)-|^lamia-(metadata|access)$/;
const publicNames: ReadonlySet<string> = new Set(publicKeys);

/** A locked ring is opened again after this time: somebody may have corrected the setting's file. */
const tryAgainAfterMs = 10_000;

/** Whether the value belongs to a Secret that only Lamia reads, and isn't public anyway. */
export function isPrivate(name: string, key: string): boolean {
  return ownNames.test(name) && !publicNames.has(key);
}

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: string;
}

export function sealingClient(client: ClusterClient, options: Omit<RingOptions, "client">): SealingClient {
  const { namespace } = options;
  let opening: { ring: Promise<Ring>; since: number } | null = null;
  let known: Ring | null = null;

  function ring(isStale = false): Promise<Ring> {
    const isOld = opening !== null && performance.now() - opening.since > tryAgainAfterMs;
    if (opening === null || (isOld && (isStale || known?.state === "locked"))) {
      const ring = openRing({ ...options, client });
      opening = { ring, since: performance.now() };
      ring.then(
        (opened) => {
          known = opened;
        },
        () => {
          opening = null;
        },
      );
    }
    return opening.ring;
  }

  const isOwn = ({ resource, namespace: at, isPlain }: Call) =>
    isPlain !== true && resource.plural === "secrets" && resource.group === "" && at === namespace;

  /** Opens the values of a Secret. Of a list or watch, what can't be opened stays sealed. */
  function opened(secret: WholeSecret, held: Ring, isStrict: boolean): WholeSecret {
    const { name, namespace: at } = secret.metadata;
    if (at !== namespace || !secret.data || !Object.values(secret.data).some(isSealed)) return secret;
    const data = Object.entries(secret.data).map(([key, value]) => {
      if (!isSealed(value)) return [key, value] as const;
      try {
        return [key, openValue(value, { namespace, name, key }, held)] as const;
      } catch (thrown) {
        if (isStrict) throw thrown;
        return [key, value] as const;
      }
    });
    return { ...secret, data: Object.fromEntries(data) };
  }

  async function openedReply(call: Call, reply: Reply): Promise<Reply> {
    if (reply.status >= 300 || call.resource.plural !== "secrets" || !isRecord(reply.body)) return reply;
    if (call.isPlain || !hasSealed(reply.body)) return reply;
    const held = await ring(true);
    const { items } = reply.body;
    const body = Array.isArray(items)
      ? { ...reply.body, items: items.map((item) => opened(item as WholeSecret, held, false)) }
      : opened(reply.body as unknown as WholeSecret, held, true);
    return { ...reply, body };
  }

  async function sealedCall(call: Call): Promise<Call> {
    const name = call.name ?? nameIn(call.body);
    const isWrite = call.verb === "create" || call.verb === "patch";
    if (!isWrite || !isOwn(call) || !ownNames.test(name)) return call;
    const held = await ring();
    if (held.state === "locked" && held.mode === "sealed") throw held.failure;
    if (held.state !== "sealed") return call;
    const seal = (key: string, value: string) => sealed(value, { namespace, name, key }, held.current);
    if (Array.isArray(call.body)) return { ...call, body: await sealedPatch(call, name, held, seal) };
    const body = call.body as { data?: Record<string, string | null> };
    if (!body.data) return call;
    const data = Object.entries(body.data).map(([key, value]) => [
      key,
      value === null || !isPrivate(name, key) ? value : seal(key, value),
    ]);
    return { ...call, body: { ...body, data: Object.fromEntries(data) } };
  }

  /** A value that moves to another key has to be opened and sealed again, at the version that the patch names. */
  async function sealedPatch(
    call: Call,
    name: string,
    held: Ring,
    seal: (key: string, value: string) => string,
  ): Promise<Operation[]> {
    const operations = call.body as Operation[];
    const isMoved = operations.some(({ op }) => op === "move");
    const current = isMoved ? await client.find<WholeSecret>({ ...call, verb: "get", query: {} }) : null;
    return operations.flatMap((operation): Operation[] => {
      const { op, path, from = "", value } = operation;
      const key = keyAt(path);
      if (key === null || !isPrivate(name, key)) return [operation];
      if (op !== "move") return [value === undefined ? operation : { ...operation, value: seal(key, value) }];
      const source = keyAt(from) ?? "";
      const moved = current?.data?.[source];
      // The API server refuses it: there is nothing to move.
      if (moved === undefined) return [operation];
      const plain = isSealed(moved) ? openValue(moved, { namespace, name, key: source }, held) : moved;
      return [
        { op: "remove", path: from },
        { op: "add", path, value: seal(key, plain) },
      ];
    });
  }

  async function send(call: Call): Promise<Reply> {
    if (call.resource.plural !== "secrets") return client.send(call);
    const { isPlain: _, ...outgoing } = await sealedCall(call);
    return openedReply(call, await client.send(outgoing));
  }

  async function find<T>(call: Call): Promise<T | null> {
    const reply = await send(call);
    if (reply.status === 404) return null;
    if (reply.status >= 300) throw failureOfReply(call, reply);
    return reply.body as T;
  }

  return {
    host: client.host,
    ring: () => ring(true),
    send,
    find,
    async request<T>(call: Call): Promise<T> {
      const reply = await send(call);
      if (reply.status >= 300) throw failureOfReply(call, reply);
      return reply.body as T;
    },
    async watch(call, signal) {
      const lines = await client.watch(call, signal);
      if (call.resource.plural !== "secrets" || "status" in lines) return lines;
      return openedLines(lines);
    },
    close: () => client.close(),
  };

  async function* openedLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const line of lines) {
      if (!line.includes(sealedMark)) {
        yield line;
        continue;
      }
      const event = JSON.parse(line) as { object: WholeSecret };
      yield JSON.stringify({ ...event, object: opened(event.object, await ring(true), false) });
    }
  }
}

/** Throws `unconfigured` without the key, and `rejected` if the value was changed or moved. */
export function openValue(value: string, place: Place, ring: Ring): string {
  if (ring.state === "locked") throw ring.failure;
  const key = ring.state === "off" ? undefined : ring.keys.get(keyIdOf(value));
  const at = { key: place.key, name: place.name, namespace: place.namespace };
  if (!key) {
    const message = ring.state === "off" ? texts.notSet : texts.unknownKey(at);
    throw new Failure("unconfigured", message, { remedy: texts.setRightOne });
  }
  const plain = unsealed(value, place, key);
  if (plain === null) throw new Failure("rejected", texts.tampered(at), { remedy: texts.restoreSecret });
  return plain;
}

function nameIn(body: unknown): string {
  return isRecord(body) && isRecord(body.metadata) ? String(body.metadata.name) : "";
}

function keyAt(path: string): string | null {
  return path.startsWith("/data/") ? path.slice("/data/".length) : null;
}

function hasSealed(body: Record<string, unknown>): boolean {
  const secrets = (Array.isArray(body.items) ? body.items : [body]) as WholeSecret[];
  return secrets.some(({ data }) => data && Object.values(data).some(isSealed));
}
