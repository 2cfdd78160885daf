import { isRecord, same } from "@/lib/istio/edit/same";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { forExport } from "@/lib/istio/yaml/write";
import { managersOf } from "@/lib/kubernetes/field-owners";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { Path } from "./codec";

export interface ForeignField {
  /** In the object as it stands. */
  path: (string | number)[];
  manager: string;
}

/** The fields of others that would change if `next`, a whole object, took the place of `current`. */
export function foreignFields(current: KubernetesObject, next: KubernetesObject): ForeignField[] {
  return changedPlaces(forExport(current), forExport(next)).flatMap((path) =>
    managersOf(current as never, path)
      .filter((manager) => manager !== fieldManager)
      .map((manager) => ({ path: [...path], manager })),
  );
}

/** Where two values differ, as deep as can be told; places of what is gone, or new, are those that it had or would get. */
export function changedPlaces(before: unknown, after: unknown, at: Path = []): Path[] {
  if (same(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changedPlaces(before[key], after[key], [...at, key]));
  }
  return Array.isArray(before) && Array.isArray(after) ? ofLists(before, after, at) : [at];
}

/** Entries that both have are left aside; as many as are gone are looked at beside those that came. */
function ofLists(before: readonly unknown[], after: readonly unknown[], at: Path): Path[] {
  const fresh = [...after];
  const gone = before.flatMap((entry, index) => {
    const found = fresh.findIndex((each) => same(each, entry));
    if (found < 0) return [{ entry, index }];
    fresh.splice(found, 1);
    return [];
  });
  const isEdit = gone.length === fresh.length;
  const changed = gone.flatMap(({ entry, index }, position) =>
    isEdit ? changedPlaces(entry, fresh[position], [...at, index]) : [[...at, index]],
  );
  const added = isEdit ? [] : fresh.map((_, position) => [...at, before.length + position]);
  // The same entries in another order are another list to whoever owns it whole.
  return gone.length + fresh.length === 0 ? [at] : [...changed, ...added];
}
