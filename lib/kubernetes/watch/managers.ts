import type { KubernetesObject, ManagedFields } from "@/lib/model/object";

/** By the objects of the cache, which don't have their `managedFields` any more. */
const managers = new WeakMap<object, string>();

export function rememberManager(kept: object, managedFields: readonly ManagedFields[] | undefined): void {
  const manager = lastManager(managedFields ?? []);
  if (manager !== null) managers.set(kept, manager);
}

/** Who wrote this state of an object of the cache, as the API server names it, such as `kubectl-edit`; null if it doesn't say. */
export function managerOf(object: KubernetesObject): string | null {
  return managers.get(object) ?? null;
}

/** Times have no fractions of a second; of the same one, the later entry counts. Status is written by controllers. */
export function lastManager(managedFields: readonly ManagedFields[]): string | null {
  let last: ManagedFields | null = null;
  for (const each of managedFields)
    if (!each.subresource && each.manager && (each.time ?? "") >= (last?.time ?? "")) last = each;
  return last?.manager ?? null;
}
