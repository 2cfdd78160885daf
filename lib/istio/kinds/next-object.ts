import { isRecord } from "../edit/same";
import type { KubernetesObject } from "../object-meta";
import { forExport } from "../yaml/write";
import { type Kind, kindEntry } from "./index";
import { type KeyedLists, knownFields, ownFields } from "./own-fields";

/**
 * The object as it would stand after the form is saved: the form's fields, and of `current` all that no form
 * would have written (fields of others, annotations of tools).
 */
export function nextObject(
  kind: Kind,
  form: unknown,
  namespace: string,
  current: KubernetesObject | null,
): KubernetesObject {
  const { keyedLists = {} } = kindEntry(kind);
  const next = ownFields(kind, form, namespace, current);
  if (!current) return next;
  const known = knownFields(kind, namespace, current);
  return withUnknown(next, known, forExport(current), keyedLists) as KubernetesObject;
}

/** `next` with those fields of `current` that `known`, the form's own picture of it, does not have. */
function withUnknown(
  next: unknown,
  known: unknown,
  current: unknown,
  keyed: KeyedLists,
  path: readonly string[] = [],
): unknown {
  const keyOf = Array.isArray(current) ? keyed[path.join(".")] : undefined;
  if (keyOf) return joined(keyOf, listOf(next), listOf(known), listOf(current), keyed, path);
  if (!isRecord(current)) return next;
  if (!isRecord(next) && next !== undefined) return next;
  const nextFields = next ?? {};
  const knownFields = isRecord(known) ? known : {};
  const fields = [...new Set([...Object.keys(nextFields), ...Object.keys(current)])];
  const kept = fields
    .map((field) => [
      field,
      field in nextFields || field in knownFields
        ? withUnknown(nextFields[field], knownFields[field], current[field], keyed, [...path, field])
        : current[field],
    ])
    .filter(([, value]) => value !== undefined);
  // A map that the form emptied is absent, unless somebody else has something in it.
  return next === undefined && kept.length === 0 ? undefined : Object.fromEntries(kept);
}

type Entry = Record<string, unknown>;

/** The entries that stand, without those that the form took out, and then those that it adds. */
function joined(
  keyOf: (entry: Entry) => string,
  next: readonly Entry[],
  known: readonly Entry[],
  current: readonly Entry[],
  keyed: KeyedLists,
  path: readonly string[],
): unknown {
  const wanted = [...next];
  const shown = [...known];
  const standing = current.flatMap((entry) => {
    const key = keyOf(entry);
    const before = taken(shown, (each) => keyOf(each) === key);
    const after = taken(wanted, (each) => keyOf(each) === key);
    if (after) return [withUnknown(after, before, entry, keyed, path)];
    return before ? [] : [entry];
  });
  const list = [...standing, ...wanted];
  return list.length > 0 ? list : undefined;
}

/** The first entry that fits; it is taken out of the list. */
function taken(list: Entry[], fits: (entry: Entry) => boolean): Entry | undefined {
  const index = list.findIndex(fits);
  return index < 0 ? undefined : list.splice(index, 1)[0];
}

function listOf(value: unknown): readonly Entry[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
