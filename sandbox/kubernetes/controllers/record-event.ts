import { timestamp } from "@/sandbox/kubernetes/cluster";
import type { StoredObject, WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { randomSuffix } from "@/sandbox/kubernetes/writes/create-object";

const events = { group: "", plural: "events" };
const namespaces = { group: "", plural: "namespaces" };
const kept = 500;

/** Records a core/v1 Event about an object; only the latest few hundred are kept. Namespaces that end get none. */
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
