import { randomBytes } from "node:crypto";
import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { decoded, encoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { fieldManager, ownLabel } from "@/lib/kubernetes/ownership";
import { isSealed } from "./envelope";
import { type KeyWrapper, keyWrapper } from "./key-wrappers";
import { secretsOf } from "./own-secrets";
import { texts } from "./texts";

/**
 * The keys that seal values, each wrapped by what LAMIA_SEAL names, in one Secret of Lamia's namespace. So a change
 * of the passphrase writes only this Secret, and a key management service is asked once for each process.
 */
export const ringName = "lamia-seal";

const storedRing = z.object({
  version: z.literal(1),
  /** `plain` after the values were unsealed on purpose; the keys stay, for what may have been missed. */
  mode: z.enum(["sealed", "plain"]),
  current: z.string(),
  by: z.string(),
  keys: z
    .array(
      z.object({
        id: z.string().regex(/^[a-z0-9]+$/),
        createdAt: z.iso.datetime(),
        wrapped: z.record(z.string(), z.string()),
      }),
    )
    .min(1),
});
type StoredRing = z.infer<typeof storedRing>;

export interface SealKey {
  id: string;
  key: Uint8Array;
}

/** `off`: nothing was ever sealed. `locked`: the failure says what is missing; nothing may be written. */
export type Ring =
  | { state: "off" }
  | { state: "plain" | "sealed"; current: SealKey; keys: ReadonlyMap<string, Uint8Array> }
  | { state: "locked"; mode: "sealed" | "plain"; failure: Failure };

export interface RingOptions {
  client: Pick<ClusterClient, "find" | "send">;
  /** Lamia's own namespace. */
  namespace: string;
  /** LAMIA_SEAL; undefined to seal nothing. */
  setting: string | undefined;
}

interface Found {
  ring: StoredRing;
  resourceVersion: string;
}

/** Opens the ring; creates it if values are to be sealed and there is none. Throws if there is no answer. */
export async function openRing(options: RingOptions): Promise<Ring> {
  const found = await readRing(options);
  const { setting } = options;
  if (!found) {
    if (setting === undefined) return { state: "off" };
    // Another ring would seal new values beside those that only the lost one opens.
    const isLost = (await secretsOf(options)).some(({ data = {} }) => Object.values(data).some(isSealed));
    if (isLost) throw unreadable(options.namespace);
    return (await createRing(options, keyWrapper(setting))) ?? openRing(options);
  }
  const { mode } = found.ring;
  const locked = (failure: Failure): Ring => ({ state: "locked", mode, failure });
  if (setting === undefined)
    return locked(new Failure("unconfigured", texts.notSet, { remedy: texts.setRightOne }));
  const wrapper = keyWrapper(setting);
  if (wrapper.by !== found.ring.by)
    return locked(
      new Failure("unconfigured", texts.otherSetting({ stored: found.ring.by, set: wrapper.by }), {
        remedy: texts.setRightOne,
      }),
    );
  try {
    return await opened(options, found.ring, wrapper);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === "unconfigured") return locked(thrown);
    throw thrown;
  }
}

async function opened(
  { namespace }: RingOptions,
  { mode, keys, current }: StoredRing,
  wrapper: KeyWrapper,
): Promise<Ring> {
  const all = await Promise.all(
    keys.map(
      async ({ id, wrapped }) => [id, await wrapper.unwrap(wrapped, aboutKey(namespace, id))] as const,
    ),
  );
  const byId = new Map(all);
  const key = byId.get(current);
  if (!key) throw unreadable(namespace);
  return { state: mode, current: { id: current, key }, keys: byId };
}

async function createRing(options: RingOptions, wrapper: KeyWrapper): Promise<Ring | null> {
  const { client, namespace } = options;
  const made = await newKey(namespace, wrapper);
  const ring: StoredRing = {
    version: 1,
    mode: "sealed",
    current: made.id,
    by: wrapper.by,
    keys: [made.stored],
  };
  const body = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: ringName, namespace, labels: ownLabel },
    type: "Opaque",
    data: { "ring.json": encoded(JSON.stringify(ring)) },
  };
  const call: Call = {
    verb: "create",
    resource: kinds.Secret,
    namespace,
    query: { fieldManager },
    body,
    isPlain: true,
  };
  let reply = await client.send(call);
  if (reply.status === 404) {
    await ensureNamespace(client as ClusterClient, namespace);
    reply = await client.send(call);
  }
  // Another process was first.
  if (reply.status === 409) return null;
  if (reply.status >= 300) throw failureOfReply(call, reply);
  const current = { id: made.id, key: made.key };
  return { state: "sealed", current, keys: new Map([[made.id, made.key]]) };
}

async function newKey(namespace: string, wrapper: KeyWrapper) {
  const id = `k${randomBytes(6).toString("hex")}`;
  const key = randomBytes(32);
  const wrapped = await wrapper.wrap(key, aboutKey(namespace, id));
  return { id, key, stored: { id, createdAt: new Date().toISOString(), wrapped: { ...wrapped } } };
}

function aboutKey(namespace: string, id: string): string {
  return `lamia-seal/${namespace}/${id}`;
}

/** Null if there is none. Throws `unconfigured` if it can't be read: creating another one would lose the keys. */
async function readRing({ client, namespace }: RingOptions): Promise<Found | null> {
  const at = { resource: kinds.Secret, namespace, name: ringName };
  const secret = await client.find<WholeSecret>({ ...at, verb: "get", isPlain: true });
  if (!secret) return null;
  const value = secret.data?.["ring.json"];
  try {
    const ring = storedRing.parse(JSON.parse(decoded(value ?? "")));
    return { ring, resourceVersion: secret.metadata.resourceVersion ?? "" };
  } catch {
    throw unreadable(namespace);
  }
}

function unreadable(namespace: string): Failure {
  return new Failure("unconfigured", texts.ringUnreadable({ name: ringName, namespace }), {
    remedy: texts.restoreRing,
  });
}

/** Makes values sealed from now on, or no longer. */
export function setMode(options: RingOptions, mode: "sealed" | "plain"): Promise<void> {
  return change(options, async (ring) => ({ ...ring, mode }));
}

/** Adds a key, which seals from now on; the others still open what they have sealed. */
export function addKey(options: RingOptions): Promise<void> {
  const wrapper = keyWrapper(options.setting ?? "");
  return change(options, async (ring) => {
    const { id, stored } = await newKey(options.namespace, wrapper);
    return { ...ring, current: id, keys: [...ring.keys, stored] };
  });
}

/** Forgets the keys that seal nothing any more. */
export function keepKeys(options: RingOptions, ids: ReadonlySet<string>): Promise<void> {
  return change(options, async (ring) => ({
    ...ring,
    keys: ring.keys.filter(({ id }) => id === ring.current || ids.has(id)),
  }));
}

/** Protects the same keys with something else: a new passphrase, or a key management service. */
export function protectWith(options: RingOptions, next: string): Promise<void> {
  const [from, to] = [keyWrapper(options.setting ?? ""), keyWrapper(next)];
  return change(options, async (ring) => {
    const keys = await Promise.all(
      ring.keys.map(async (each) => {
        const about = aboutKey(options.namespace, each.id);
        return { ...each, wrapped: { ...(await to.wrap(await from.unwrap(each.wrapped, about), about)) } };
      }),
    );
    return { ...ring, by: to.by, keys };
  });
}

/** One write, which fails with `conflict` if another process has changed the ring. */
async function change(options: RingOptions, edit: (ring: StoredRing) => Promise<StoredRing>): Promise<void> {
  const found = await readRing(options);
  if (!found) throw new Failure("unconfigured", texts.notSet, { remedy: texts.setRightOne });
  const ring = await edit(found.ring);
  const call: Call = {
    ...{ verb: "patch", resource: kinds.Secret, namespace: options.namespace, name: ringName, isPlain: true },
    query: { fieldManager },
    patchType: "application/merge-patch+json",
    body: {
      metadata: { resourceVersion: found.resourceVersion },
      data: { "ring.json": encoded(JSON.stringify(ring)) },
    },
  };
  const reply = await options.client.send(call);
  if (reply.status >= 300) throw failureOfReply(call, reply);
}
