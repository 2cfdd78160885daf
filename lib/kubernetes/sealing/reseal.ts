import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import type { WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { fieldManager } from "@/lib/kubernetes/ownership";
import { isSealed, keyIdOf, sealed } from "./envelope";
import { addKey, keepKeys, openRing, type Ring, type RingOptions } from "./key-ring";
import { secretsOf } from "./own-secrets";
import { isPrivate, openValue } from "./sealing-client";

export interface Resealed {
  /** How many Secrets were written. */
  changed: number;
  /** Secrets that are still as they were, with the reason. */
  left: { name: string; reason: string }[];
  /** The keys that seal a value now. */
  keyIds: Set<string>;
}

interface Where {
  /** The client below the one that seals. */
  client: Pick<ClusterClient, "send">;
  namespace: string;
}

/**
 * Seals the private values of all of Lamia's own Secrets with the current key, or opens them for good. Each Secret
 * is one write at the version that was read, so nothing that changes meanwhile is lost; a value that doesn't open
 * stays. Throws `Failure` if the Secrets can't be listed.
 */
export async function resealAll(where: Where, ring: Ring & { state: "sealed" | "plain" }): Promise<Resealed> {
  const result: Resealed = { changed: 0, left: [], keyIds: new Set() };
  for (const secret of await secretsOf(where)) {
    const { name } = secret.metadata;
    try {
      const values = changedValues(where.namespace, secret, ring);
      if (Object.keys(values).length > 0) {
        await write(where, secret, values);
        result.changed += 1;
      }
      for (const value of Object.values({ ...secret.data, ...values }))
        if (isSealed(value)) result.keyIds.add(keyIdOf(value));
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      result.left.push({ name, reason: thrown.message });
      for (const value of Object.values(secret.data ?? {}))
        if (isSealed(value)) result.keyIds.add(keyIdOf(value));
    }
  }
  return result;
}

function changedValues(
  namespace: string,
  { metadata: { name }, data = {} }: WholeSecret,
  ring: Ring & { state: "sealed" | "plain" },
): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const [key, value] of Object.entries(data)) {
    if (!isPrivate(name, key)) continue;
    const isDone =
      ring.state === "sealed" ? isSealed(value) && keyIdOf(value) === ring.current.id : !isSealed(value);
    if (isDone) continue;
    const place = { namespace, name, key };
    const plain = isSealed(value) ? openValue(value, place, ring) : value;
    changed[key] = ring.state === "sealed" ? sealed(plain, place, ring.current) : plain;
  }
  return changed;
}

async function write(
  { client, namespace }: Where,
  { metadata: { name, resourceVersion } }: WholeSecret,
  values: Record<string, string>,
): Promise<void> {
  const call: Call = {
    ...{ verb: "patch", resource: kinds.Secret, namespace, name, query: { fieldManager } },
    patchType: "application/merge-patch+json",
    body: { metadata: { resourceVersion }, data: values },
  };
  const reply = await client.send(call);
  if (reply.status >= 300) throw failureOfReply(call, reply);
}

/**
 * Adds a key, seals everything with it, and forgets those that seal nothing any more. The key that was current before stays
 * until the next rotation: other processes seal with it until they read the ring again. `told` hears of the result before a
 * key goes. Throws `Failure`.
 */
export async function rotateKey(options: RingOptions, told: (resealed: Resealed) => void): Promise<void> {
  const before = await openRing(options);
  if (before.state !== "sealed" && before.state !== "plain") return;
  await addKey(options);
  const ring = await openRing(options);
  if (ring.state !== "sealed" && ring.state !== "plain") return;
  const resealed = await resealAll(options, ring);
  told(resealed);
  await keepKeys(options, new Set([...resealed.keyIds, before.current.id]));
}
