import { isRecord, same, valueAt } from "@/lib/istio/edit/merge-edits";
import type { Path } from "@/lib/istio/fields/places";
import type { Kind } from "@/lib/istio/kinds";
import { objectPath } from "@/lib/istio/kinds/fields-at";
import { managersOf, mergePatchOf } from "@/lib/kubernetes/objects/field-paths";
import { mergeObject } from "@/lib/kubernetes/objects/objects";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "../cluster-runtime";
import { repaired, writableForm } from "./repair";
import { texts } from "./texts";

export interface Replacement {
  /** Merge patch that makes the object what the form asks for, whoever owns what stands in the way. */
  patch: Record<string, unknown>;
  /** As it would stand then. */
  object: KubernetesObject;
  /** What others own of that. */
  owned: Owned[];
}

export interface Owned {
  /** In the form and in the object. */
  shown: Path;
  place: Path;
  manager: string;
  message: string;
}

/**
 * How an edit can be made that the API server refuses to apply. An apply joins keyed lists: when another manager has
 * changed the key of an entry (the port of a port), ours comes beside theirs, and both under one name are invalid,
 * though neither of them is. Null when that is not the cause, or the edit is invalid by itself.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export async function replacementOf(
  cluster: ClusterRuntime,
  asked: KubernetesObject,
  current: KubernetesObject,
): Promise<Replacement | null> {
  const { namespace = "", name } = current.metadata;
  const askedForm = writableForm(asked);
  const fields = changedFields(askedForm, writableForm(current)).map((shown) => ({
    shown,
    place: objectPath(current, shown),
  }));
  const places = fields.map(({ place }) => place);
  // A field without a place of its own cannot be put in alone.
  if (places.some(({ length }) => length < 2)) return null;
  const next = repaired(current, asked, places);
  const patch = mergePatchOf(writtenPart(current), writtenPart(next));
  if (!patch) return null;
  const tried = await mergeObject(cluster, current.kind as Kind, { namespace, name }, patch, {
    dryRun: true,
  });
  if (!tried.ok) return null;
  const object = tried.object as KubernetesObject;
  const form = writableForm(object);
  const isAsAsked = fields.every(({ shown }) => {
    const value = valueAt(askedForm, shown);
    return value === undefined || same(value, valueAt(form, shown));
  });
  if (!isAsAsked) return null;
  return {
    patch,
    object,
    owned: fields.flatMap(({ shown, place }) => ownersOf(current, next, shown, place)),
  };
}

/** The parts of an object that a form may change. */
export function writtenPart(object: KubernetesObject): object {
  const { labels, annotations } = object.metadata;
  return { metadata: { labels, annotations }, spec: (object as { spec?: unknown }).spec };
}

/** Where the forms differ: keys of maps, and lists as a whole. */
function changedFields(asked: unknown, shown: unknown, at: Path = []): Path[] {
  if (same(asked, shown)) return [];
  if (!isRecord(asked) && !isRecord(shown)) return [at];
  const [mine, theirs] = [isRecord(asked) ? asked : {}, isRecord(shown) ? shown : {}];
  const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => changedFields(mine[key], theirs[key], [...at, key]));
}

/** Who else owns what would be written over: of a list the entries that would not stand any more. */
function ownersOf(current: KubernetesObject, next: KubernetesObject, shown: Path, place: Path): Owned[] {
  const [before, after] = [valueAt(current, place), valueAt(next, place)];
  const entries = Array.isArray(before) ? before : [];
  const kept = Array.isArray(after) ? after : [];
  const gone = entries.flatMap((entry, index) => (kept.some((each) => same(each, entry)) ? [] : [index]));
  const overwritten = Array.isArray(before) ? gone.map((index) => [...place, index]) : [place];
  return overwritten.flatMap((path) =>
    managersOf(current as never, path)
      .filter((manager) => manager !== fieldManager)
      .map((manager) => ({
        shown,
        place: path,
        message: texts.besideOwned({ manager, field: path.join(".") }),
        manager,
      })),
  );
}
