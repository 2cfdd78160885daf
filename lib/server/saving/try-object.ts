import { isRecord, same } from "@/lib/istio/edit/merge-edits";
import type { Path } from "@/lib/istio/fields/places";
import type { Kind } from "@/lib/istio/kinds";
import { forExport } from "@/lib/istio/yaml/write";
import { fieldPath, managersOf, mergePatchOf } from "@/lib/kubernetes/objects/field-paths";
import { type ApplyResult, applyObject, mergeObject } from "@/lib/kubernetes/objects/objects";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { refusedRights } from "./allowed";
import { replacementOf } from "./replacement";
import { texts } from "./texts";

export interface Refusal {
  /** In the object. */
  path: (string | number)[];
  message: string;
  manager?: string;
}

export interface Trial {
  /** The object afterwards; if the cluster rejects it, the object as written. */
  object: KubernetesObject;
  refusals: Refusal[];
}

interface Wanted {
  kind: Kind;
  object: KubernetesObject;
  current: KubernetesObject | null;
  /** The object is everything that should exist, rather than only our own fields. */
  whole: boolean;
  /** It is saved by its form, rather than applied as it is. */
  byForm?: boolean;
}

/**
 * Asks the API server with a dry run what a write would do. Fields that others own are reported, and treated as
 * ours. The problems include what pods may not ask for here.
 */
export async function tryObject(cluster: ClusterRuntime, wanted: Wanted): Promise<Trial> {
  const trial = await dryRunOf(cluster, wanted);
  const rights = refusedRights(cluster, wanted.kind, trial.object, wanted.current);
  return { ...trial, refusals: [...trial.refusals, ...rights] };
}

async function dryRunOf(
  cluster: ClusterRuntime,
  { kind, object, current, whole, byForm }: Wanted,
): Promise<Trial> {
  const dryRun = true;
  if (whole && current) {
    const { namespace = "", name } = object.metadata;
    const patch = mergePatchOf(forExport(current), forExport(object));
    if (!patch) return { object: current, refusals: [] };
    const owned = foreignFields(current, object).map((field) => ({
      ...field,
      message: texts.ownsField({ manager: field.manager }),
    }));
    return trialOf(object, owned, await mergeObject(cluster, kind, { namespace, name }, patch, { dryRun }));
  }
  const first = await applyObject(cluster, kind, object, { dryRun });
  const isConflict = !first.ok && first.reason === "conflict";
  const refusals = (isConflict ? first.conflicts : [])
    .filter(({ manager }) => manager !== fieldManager)
    .map(({ field, manager }) => ({
      path: fieldPath(field, object),
      message: texts.ownsField({ manager }),
      manager,
    }));
  const tried = isConflict ? await applyObject(cluster, kind, object, { dryRun, force: true }) : first;
  if (byForm && current && !tried.ok && tried.reason === "invalid") {
    const instead = await replacementOf(cluster, object, current);
    const owned = instead?.owned.map(({ place, ...rest }) => ({ ...rest, path: [...place] })) ?? [];
    if (instead) return { object: instead.object, refusals: [...refusals, ...owned] };
  }
  return trialOf(object, refusals, tried);
}

function trialOf(object: KubernetesObject, refusals: Refusal[], result: ApplyResult<unknown>): Trial {
  if (result.ok) return { object: result.object as KubernetesObject, refusals };
  if (result.reason !== "invalid") return { object, refusals };
  const errors = result.errors.map(({ path, message }) => ({ path: fieldPath(path, object), message }));
  return { object, refusals: [...refusals, ...errors] };
}

/** Something that a form no longer has, and that the object would still show after the save. */
export interface Leftover {
  /** In the requested form; for an entry that is gone from a list, the list. */
  asked: Path;
  /** In the form that shows the object. */
  shown: Path;
}

/** What `shown`, the form of an object after a write, has in addition to the requested form. */
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
  /** In the current object. */
  path: (string | number)[];
  manager: string;
}

/** The fields of others that would change if `next`, a whole object, replaced `current`. */
export function foreignFields(current: KubernetesObject, next: KubernetesObject): ForeignField[] {
  return changedPlaces(forExport(current), forExport(next)).flatMap((path) =>
    managersOf(current as never, path)
      .filter((manager) => manager !== fieldManager)
      .map((manager) => ({ path: [...path], manager })),
  );
}

/**
 * Where two values differ, as deep as possible; for removed or added values, the places that they had or would get.
 */
export function changedPlaces(before: unknown, after: unknown, at: Path = []): Path[] {
  if (same(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changedPlaces(before[key], after[key], [...at, key]));
  }
  return Array.isArray(before) && Array.isArray(after) ? ofLists(before, after, at) : [at];
}

/** Skips entries that both have; compares the removed ones with as many of the added ones. */
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
  // For the owner of a whole list, the same entries in another order are another list.
  return gone.length + fresh.length === 0 ? [at] : [...changed, ...added];
}
