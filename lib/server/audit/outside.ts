import { fieldManager } from "@/lib/kubernetes/ownership";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache, ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { managerOf } from "@/lib/kubernetes/watch/managers";
import type { KubernetesObject } from "@/lib/model/object";
import type { Audit, LatestVersion } from "@/lib/store/audit/audit";
import type { NewEntry } from "@/lib/store/audit/chain";
import type { Log } from "../log";
import { type Recorder, storable } from "./recorder";
import { texts } from "./texts";
import { changedPaths, digestOf, isVersioned, versionedKinds, versionOf } from "./versions";

interface Parts {
  cache: Pick<ClusterCache, "get" | "list" | "onChange" | "stateOf" | "synced">;
  audit: Pick<Audit, "latestVersions" | "read">;
  recorder: Pick<Recorder, "recordOutside">;
  log: Log;
}

/** Time for the process that wrote a version to record it itself; longer if Lamia's own name is on it. */
const graceInMs = { others: 3000, own: 30_000 };

/**
 * Records versions that nobody made with Lamia, from the watch, as `kubectl` makes them. A version that an entry has
 * already, from any process, isn't recorded again, and a change of the status alone is none.
 */
export function followOutside({ cache, audit, recorder, log }: Parts): () => void {
  const due = new Set<NodeJS.Timeout>();
  let isClosed = false;
  let isCaughtUp = false;

  function later(entry: NewEntry): void {
    const wait = entry.actor === fieldManager ? graceInMs.own : graceInMs.others;
    const timer = setTimeout(() => {
      due.delete(timer);
      recorder.recordOutside(entry);
    }, wait);
    timer.unref();
    due.add(timer);
  }

  const isSeen = (kind: string, namespace: string) => {
    const holder = cache.get("Namespace", null, namespace);
    return holder !== null ? isVirtualCluster(holder) : kind === "Namespace";
  };

  const stop = cache.onChange((change) => {
    if (!isCaughtUp || !isVersioned(change.kind)) return;
    const entry = entryOfChange(change);
    if (entry && isSeen(change.kind, entry.virtualCluster ?? "")) later(entry);
  });

  /** What changed while no process of Lamia was there: objects whose last version is another one. */
  async function catchUp(): Promise<void> {
    await cache.synced;
    if (isClosed) return;
    const known = await audit.latestVersions(versionedKinds);
    isCaughtUp = true;
    for (const last of known) {
      if (isClosed || !isVersioned(last.kind) || cache.stateOf(last.kind).state !== "connected") continue;
      const now = objectNow(cache, last);
      const version = now && versionOf(now);
      const isSame = version ? digestOf(version) === last.digest : last.action === "object.deleted";
      if (isSame || !isSeen(last.kind, last.virtualCluster)) continue;
      const entry = await audit.read(last.seq);
      const before = entry
        ? ((JSON.parse(entry.details) as { after?: KubernetesObject }).after ?? null)
        : null;
      const found = now ?? { metadata: { name: last.name } };
      const made = entryOf(last.kind, found as KubernetesObject, before, version);
      // The deletion itself has no version that every process would know.
      later(now ? made : { ...made, version: `after ${last.seq}` });
    }
  }
  catchUp().catch((err: unknown) => {
    isCaughtUp = true;
    log.warn({ err }, "changes from before the start may be missing in the audit");
  });

  return () => {
    isClosed = true;
    stop();
    for (const timer of due) clearTimeout(timer);
  };
}

function objectNow(
  cache: Parts["cache"],
  { kind, virtualCluster, name }: LatestVersion,
): KubernetesObject | null {
  if (!isVersioned(kind)) return null;
  return cache.get(kind, kind === "Namespace" ? null : virtualCluster, name) as KubernetesObject | null;
}

/** Null if no version began or ended. */
function entryOfChange({ kind, type, object, previous }: ClusterChange): NewEntry | null {
  const isDeleted = type === "deleted";
  const held = isDeleted ? object : previous;
  const before = held && versionOf(held);
  const after = isDeleted ? null : versionOf(object);
  if (before && after && changedPaths(before, after) === "") return null;
  return entryOf(kind, object, before, after);
}

function entryOf(
  kind: string,
  object: KubernetesObject,
  before: KubernetesObject | null,
  after: KubernetesObject | null,
): NewEntry {
  const { name, namespace, resourceVersion, uid } = object.metadata;
  const summary = before && after ? { summary: changedPaths(before, after) } : {};
  return {
    at: new Date().toISOString(),
    actorKind: "outside",
    actorId: null,
    actor: (after && managerOf(object)) ?? texts.outside,
    causedBy: null,
    address: null,
    requestId: null,
    action: after === null ? "object.deleted" : before ? "object.changed" : "object.created",
    kind,
    virtualCluster: kind === "Namespace" ? name : (namespace ?? before?.metadata.namespace ?? null),
    name,
    version: (after ? resourceVersion : uid) ?? null,
    digest: after && digestOf(after),
    details: JSON.stringify({ ...summary, before, after }, storable),
  };
}
