import { isRecord, type Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { type Kind, kinds, type Resource } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import type { Doubt } from "./object-store";

/** `unknown` is any doubt: no answer, no permission, or an answer that isn't about the object. */
export type Presence = "gone" | "present" | "unknown";

/** What the API server says about one object right now. */
export type Sighting =
  | { presence: "present"; object: KubernetesObject }
  | { presence: "gone" | "unknown"; object: null };

const doubt: Sighting = { presence: "unknown", object: null };

/**
 * Reads one object from the API server, past every cache, and says whether it exists. Nothing may be deleted
 * because an object is missing unless this returns `gone`. A 404 proves it only if its Status names the object: a
 * kind that isn't served, such as an aggregated API that restarts or a CustomResourceDefinition that is being
 * replaced, also answers 404 ("the server could not find the requested resource"), and so does a proxy that doesn't
 * know the path.
 *
 * An object that is being deleted (`deletionTimestamp`) is `present`: its finalizers hold it because somebody still
 * has to act, and until then what was created for it stays. A new object of the same name is `present` as well;
 * compare `object.metadata.uid`. Never throws.
 */
export async function readObject(
  client: Pick<ClusterClient, "send">,
  kind: Kind,
  namespace: string | null,
  name: string,
): Promise<Sighting> {
  const resource = kinds[kind];
  try {
    const reply = await client.send({
      verb: "get",
      resource,
      name,
      ...(namespace === null ? {} : { namespace }),
    });
    if (reply.status === 404)
      return isAbout(reply, resource, name) ? { presence: "gone", object: null } : doubt;
    return reply.status === 200 ? sightingOf(reply.body, kind, namespace, name) : doubt;
  } catch {
    return doubt;
  }
}

/** `readObject`, if only the presence matters. */
export async function confirmGone(
  client: Pick<ClusterClient, "send">,
  kind: Kind,
  namespace: string | null,
  name: string,
): Promise<Presence> {
  return (await readObject(client, kind, namespace, name)).presence;
}

/** A proxy's page or an object of another name, with status 200, proves nothing either way. */
function sightingOf(body: unknown, kind: Kind, namespace: string | null, name: string): Sighting {
  if (!isRecord(body) || body.kind !== kind || !isRecord(body.metadata)) return doubt;
  const { metadata } = body;
  const isIt = metadata.name === name && (metadata.namespace ?? null) === namespace;
  return isIt ? { presence: "present", object: body as unknown as KubernetesObject } : doubt;
}

/**
 * True for a 404 that says that exactly this object doesn't exist. `details` has the plural as `kind`:
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
function isAbout({ body }: Reply, resource: Resource, name: string): boolean {
  if (!isRecord(body) || body.kind !== "Status" || body.reason !== "NotFound") return false;
  const details = isRecord(body.details) ? body.details : {};
  return (
    details.name === name && details.kind === resource.plural && (details.group ?? "") === resource.group
  );
}

export interface DoubtsOptions {
  read(namespace: string | null, name: string): Promise<Sighting>;
  /** False if the answer leaves the doubt: it is asked again later. */
  settle(doubt: Doubt, sighting: Sighting): boolean;
  /** The number of open doubts, after each change. */
  counted(open: number): void;
  /** Resolves after this many ms, or immediately when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

export interface Doubts {
  raise(doubts: readonly Doubt[]): void;
  /** The remaining doubts are dropped. */
  drop(): void;
}

const askedAtOnce = 4;
/** After this many doubts in a row without an answer, the server won't settle the next one either. */
const unsettledInARow = 8;
const delaysMs = [1000, 2000, 5000, 15_000, 30_000, 60_000] as const;

/**
 * Asks the API server about each object in doubt, a few at a time, until it has said of each one whether it exists.
 * Other changes of the objects continue in the meantime.
 */
export function doubtsAbout({ read, settle, counted, pause, signal }: DoubtsOptions): Doubts {
  const open = new Map<string, Doubt>();
  let wake = new AbortController();
  let isAsking = false;

  async function ask(queue: Iterator<[string, Doubt]>, run: { unsettled: number }): Promise<void> {
    while (!signal.aborted && run.unsettled < unsettledInARow) {
      const next = queue.next();
      if (next.done) return;
      const [key, doubt] = next.value;
      if (open.get(key) !== doubt) continue;
      const sighting = await read(doubt.namespace, doubt.name);
      if (signal.aborted || open.get(key) !== doubt) continue;
      open.delete(key);
      if (settle(doubt, sighting)) run.unsettled = 0;
      else {
        run.unsettled += 1;
        // To the end of the queue, so that one that can't be settled doesn't delay the others.
        open.set(key, doubt);
      }
    }
  }

  async function askAll(): Promise<void> {
    isAsking = true;
    for (let round = 0; open.size > 0 && !signal.aborted; round += 1) {
      wake = new AbortController();
      const queue = [...open].values();
      const run = { unsettled: 0 };
      await Promise.all(Array.from({ length: askedAtOnce }, () => ask(queue, run)));
      counted(open.size);
      if (open.size === 0 || wake.signal.aborted) continue;
      const delayMs = delaysMs[Math.min(round, delaysMs.length - 1)] ?? 0;
      await pause(delayMs, AbortSignal.any([signal, wake.signal]));
    }
    isAsking = false;
  }

  return {
    raise(doubts) {
      if (doubts.length === 0) return;
      for (const doubt of doubts) open.set(`${doubt.namespace ?? ""}/${doubt.name}`, doubt);
      counted(open.size);
      wake.abort();
      if (!isAsking) void askAll();
    },
    drop() {
      open.clear();
      counted(0);
    },
  };
}
