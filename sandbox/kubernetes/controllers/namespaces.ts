import { type Draft, resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import { deleteObject } from "@/sandbox/kubernetes/writes/delete-object";
import { updateObject } from "@/sandbox/kubernetes/writes/update-object";
import { type Controller, type ControllerContext, createWorkQueue } from "./controller";

const namespaces = { group: "", plural: "namespaces" };
const accounts = { group: "", plural: "serviceaccounts" };

/** Gives each Namespace its default ServiceAccount, and empties and ends those that are being deleted. */
export function startNamespaces({ cluster, objects }: ControllerContext): Controller {
  const { store, registry } = cluster;
  const writer = { manager: "kube-controller-manager", operation: "Update" as const, apiVersion: "v1" };

  const end = (name: string): void => {
    const entry = store.get(namespaces, undefined, name);
    if (!entry) return;
    let remaining = 0;
    for (const type of registry.all()) {
      if (!type.namespaced) continue;
      for (const content of [...store.range(type, name)]) {
        const context = { cluster, type, namespace: name, writer, trusted: true };
        if (!deleteObject(context, content, { propagationPolicy: "Background" }).isGone) remaining += 1;
      }
    }
    if (remaining > 0) {
      queue.add(name, 100);
      return;
    }
    const type = registry.find(namespaces.group, namespaces.plural);
    const last = store.get(namespaces, undefined, name);
    if (!type || !last) return;
    const next = { ...last.object, spec: {} } as unknown as Draft;
    updateObject({ cluster, type, namespace: undefined, writer, trusted: true }, last, next);
  };
  const visit = (name: string): void => {
    const found = objects.get(namespaces, undefined, name);
    if (!found) return;
    if (found.metadata.deletionTimestamp !== undefined) {
      end(name);
      return;
    }
    if (objects.get(accounts, name, "default")) return;
    const metadata = { name: "default", namespace: name };
    objects.put(accounts, { apiVersion: "v1", kind: "ServiceAccount", metadata });
  };
  const queue = createWorkQueue(visit);
  for (const { metadata } of objects.list(namespaces)) queue.add(metadata.name);
  const stop = objects.onChange(({ type, resource, object }) => {
    const key = resourceKey(resource);
    if (key === "/namespaces" && type !== "DELETED") queue.add(object.metadata.name, 20);
    if (key === "/serviceaccounts" && type === "DELETED") queue.add(object.metadata.namespace ?? "", 20);
  });
  return {
    close() {
      stop();
      queue.close();
    },
  };
}
