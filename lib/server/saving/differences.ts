import { isRecord, same } from "@/lib/istio/edit/merge-edits";
import type { Path } from "@/lib/istio/fields/places";
import { forExport } from "@/lib/istio/yaml/write";
import { managersOf } from "@/lib/kubernetes/objects/field-paths";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";

/** Something that a form no longer has, and that the object would still show after the save. */
export interface Leftover {
  /** In the form that was asked for; of an entry of a list that is gone from it, the list. */
  asked: Path;
  /** In the form that shows the object. */
  shown: Path;
}

/** What `shown`, the form of an object after a write, has beyond the form that was asked for. */
export function leftoversOf(asked: unknown, shown: unknown, at: Path = [], in_: Path = at): Leftover[] {
  if (same(asked, shown)) return [];
  if (isRecord(asked) && isRecord(shown))
    return Object.entries(shown).flatMap(([key, value]) =>
      asked[key] === undefined && !isEmpty(value)
        ? [{ asked: [...at, key], shown: [...in_, key] }]
        : leftoversOf(asked[key], value, [...at, key], [...in_, key]),
    );
  if (Array.isArray(asked) && Array.isArray(shown)) return leftInLists(asked, shown, at, in_);
  return asked === undefined && !isEmpty(shown) ? [{ asked: at, shown: in_ }] : [];
}

/** Lists may come back in another order: equal entries are paired first. */
function leftInLists(asked: unknown[], shown: unknown[], at: Path, in_: Path): Leftover[] {
  const free = asked.map((entry, index) => ({ entry, index }));
  const extra = shown
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => {
      const found = free.findIndex((each) => same(each.entry, entry));
      if (found >= 0) free.splice(found, 1);
      return found < 0;
    });
  if (free.length === extra.length)
    return extra.flatMap(({ entry, index }, position) => {
      const partner = free[position];
      return partner ? leftoversOf(partner.entry, entry, [...at, partner.index], [...in_, index]) : [];
    });
  return extra.map(({ index }) => ({ asked: at, shown: [...in_, index] }));
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === "" ||
    (Array.isArray(value) && value.length === 0) ||
    (isRecord(value) && Object.keys(value).length === 0)
  );
}

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
