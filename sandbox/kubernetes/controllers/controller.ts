import { type Cluster, timestamp } from "@/sandbox/kubernetes/cluster";
import type {
  ResourceName,
  StoredObject,
  WritableClusterObjects,
} from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import { isOf } from "@/sandbox/kubernetes/store/object-store";
import { randomSuffix } from "@/sandbox/kubernetes/writes/create-object";

/** What a controller works with. `close` stops everything that it started. */
export interface ControllerContext {
  cluster: Cluster;
  objects: WritableClusterObjects;
}

export interface Controller {
  close(): void;
}

/**
 * Reconciles an object soon after it, or an object of another kind that it owns, changes; and once at startup. An
 * owner is known by kind and name only, so `work` must check whether it still exists.
 */
export function watchQueue(
  { cluster, objects }: ControllerContext,
  resource: ResourceName,
  owned: ResourceName,
  visit: (namespace: string | undefined, name: string) => void,
): Controller {
  const kind = cluster.registry.find(resource.group, resource.plural)?.kind;
  const queue = createWorkQueue((key) => {
    const [namespace, name = ""] = key.split("/");
    visit(namespace === "" ? undefined : namespace, name);
  });
  const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ""}/${name}`;
  const add = ({ metadata }: StoredObject): void => queue.add(keyOf(metadata.namespace, metadata.name));
  for (const object of objects.list(resource)) add(object);
  const stop = objects.onChange((change) => {
    if (resourceKey(change.resource) === resourceKey(resource)) {
      if (change.type !== "DELETED") add(change.object);
    } else if (resourceKey(change.resource) === resourceKey(owned)) {
      for (const owner of listAt(change.object, "metadata", "ownerReferences")) {
        const name = textAt(owner, "name");
        if (name !== undefined && textAt(owner, "kind") === kind) {
          queue.add(keyOf(change.object.metadata.namespace, name));
        }
      }
    }
  });
  return {
    close() {
      stop();
      queue.close();
    },
  };
}

/** Runs `work` once per key, a moment after the key is added, even when it is added several times. */
interface WorkQueue {
  add(key: string, afterMilliseconds?: number): void;
  close(): void;
}

export function createWorkQueue(work: (key: string) => void): WorkQueue {
  const timers = new Map<string, NodeJS.Timeout>();
  let isClosed = false;
  return {
    add(key, afterMilliseconds = 5) {
      if (isClosed || timers.has(key)) return;
      timers.set(
        key,
        setTimeout(() => {
          timers.delete(key);
          work(key);
        }, afterMilliseconds),
      );
    },
    close() {
      isClosed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** The owner reference from a controller's object to another. */
export function controllerReference(owner: StoredObject): Record<string, unknown> {
  const { apiVersion, kind } = owner;
  const { name, uid } = owner.metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** The owner's objects of a kind, sorted by name. */
export function ownedObjects(
  { cluster, objects }: ControllerContext,
  owner: StoredObject,
  resource: ResourceName,
): StoredObject[] {
  return cluster.owners
    .dependents(owner.metadata.uid)
    .filter((place) => isOf(place, resource))
    .flatMap((place) => objects.get(resource, place.namespace, place.name) ?? [])
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** Writes the object's status if it differs. */
export function putStatus(
  { objects }: ControllerContext,
  resource: ResourceName,
  object: StoredObject,
  status: Record<string, unknown>,
  manager = "kube-controller-manager",
): StoredObject {
  return objects.put(resource, { ...object, status }, { manager, subresource: "status" });
}

export interface Condition {
  type: string;
  status: "True" | "False";
  reason: string;
  message: string;
}

/** The conditions for a status; the transition time stays while the condition's status does. */
export function stampConditions(previous: unknown, conditions: readonly Condition[], now: Date): unknown[] {
  const known = listAt(previous, "conditions");
  return conditions.map((condition) => {
    const before = known.find((other) => textAt(other, "type") === condition.type);
    const isSame = textAt(before, "status") === condition.status;
    const since = isSame ? textAt(before, "lastTransitionTime") : undefined;
    const isUntouched = isSame && textAt(before, "reason") === condition.reason;
    const updated = isUntouched ? textAt(before, "lastUpdateTime") : undefined;
    const at = timestamp(now);
    return { ...condition, lastUpdateTime: updated ?? at, lastTransitionTime: since ?? at };
  });
}

const events = { group: "", plural: "events" };
const namespaces = { group: "", plural: "namespaces" };
const kept = 500;

/**
 * Records a core/v1 Event about an object; only the latest few hundred are kept. Terminating namespaces get none.
 */
export function recordEvent(
  objects: WritableClusterObjects,
  about: StoredObject,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
): void {
  const { name, namespace = "default", uid, resourceVersion } = about.metadata;
  const home = objects.get(namespaces, undefined, namespace);
  if (!home || home.metadata.deletionTimestamp !== undefined) return;
  const at = timestamp(new Date());
  objects.put(events, {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${Date.now().toString(16)}${randomSuffix()}`, namespace },
    involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name, namespace, uid, resourceVersion },
    type,
    reason,
    message,
    source: { component: "controller-manager" },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  });
  const all = objects.list(events);
  if (all.length <= kept) return;
  const [oldest] = all.toSorted(
    (a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion),
  );
  if (oldest) objects.remove(events, oldest.metadata.namespace, oldest.metadata.name);
}

export const pods = { group: "", plural: "pods" };

export function isPodReady(pod: StoredObject): boolean {
  return listAt(pod, "status", "conditions").some(
    (condition) => textAt(condition, "type") === "Ready" && textAt(condition, "status") === "True",
  );
}
