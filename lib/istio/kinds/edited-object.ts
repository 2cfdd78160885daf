import { isRecord, same } from "@/lib/istio/edit/merge-edits";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import { forExport } from "@/lib/istio/yaml/write";
import type { KubernetesObject } from "@/lib/model/object";
import { formSchemaFor, type Kind, type KindEntry, kindEntry } from "./index";
import { problemsOf, readForm } from "./tolerated-problems";

type KeyedLists = NonNullable<KindEntry<unknown, KubernetesObject>["keyedLists"]>;

interface Place {
  keyed: KeyedLists;
  path: readonly string[];
}

export interface EditedObject {
  /**
   * The form's own fields, the body of a server-side apply. What the form doesn't change stays exactly as it is – a protocol
   * in lowercase, a host in uppercase, empty settings – rather than as the form would write it, and nothing is added that
   * isn't there.
   */
  own: KubernetesObject;
  /**
   * The object after the save: those fields, and everything from `current` that no form writes (fields of others, annotations
   * of tools).
   */
  next: KubernetesObject;
}

/** What a valid form turns `current` into, or creates. */
export function editedObject(
  kind: Kind,
  form: unknown,
  namespace: string,
  current: KubernetesObject | null,
): EditedObject {
  const { fromForm, keyedLists = {} } = kindEntry(kind);
  if (!current) {
    const created = fromForm(form, namespace);
    return { own: created, next: created };
  }
  const known = knownFields(kind, namespace, current);
  const existing = { ...current, metadata: { ...current.metadata, namespace } };
  const written = asWritten(fromForm(form, namespace, current), known, existing, {
    keyed: keyedLists,
    path: [],
  });
  const next = withUnknown(written, known, forExport(current), keyedLists);
  return { own: written as KubernetesObject, next: next as KubernetesObject };
}

/** The object after a valid form is saved. */
export function nextObject(
  kind: Kind,
  form: unknown,
  namespace: string,
  current: KubernetesObject | null,
): KubernetesObject {
  return editedObject(kind, form, namespace, current).next;
}

/**
 * A form as an edit of `current`, by the rules that apply to it; or what is wrong with it, at its fields. A value in
 * `current` that already breaks a rule may stay.
 */
export function readEdit(
  kind: Kind,
  input: unknown,
  current: KubernetesObject | null,
): { form: unknown } | { problems: FieldProblem[] } {
  const read = formSchemaFor(kind, current).safeParse(input);
  if (!read.success) return { problems: problemsOf(read.error) };
  const fixed = (current && kindEntry(kind).fixedFieldProblems?.(read.data, current)) ?? [];
  return fixed.length > 0 ? { problems: fixed } : { form: read.data };
}

/** What the form would write for an unchanged object. */
function knownFields(kind: Kind, namespace: string, current: KubernetesObject): KubernetesObject {
  const { fromForm, toForm } = kindEntry(kind);
  const { form } = readForm(formSchemaFor(kind, current, null), toForm(current));
  return fromForm(form, namespace, current);
}

function asWritten(next: unknown, known: unknown, current: unknown, place: Place): unknown {
  if (current === undefined) return next;
  if (same(next, known)) return verbatim(known, current, place);
  if (Array.isArray(next) && Array.isArray(known) && Array.isArray(current))
    return entriesAsWritten(next, known, current, place);
  if (!isRecord(next) || !isRecord(current)) return next;
  const before = isRecord(known) ? known : {};
  return Object.fromEntries(
    Object.entries(next).flatMap(([field, value]) => {
      const isUntouched = same(value, before[field]);
      if (isUntouched && current[field] === undefined) return [];
      return [[field, asWritten(value, before[field], current[field], within(place, field))]];
    }),
  );
}

/** The part of the existing object that the form knows; entries of lists are whole, except in lists that an apply merges. */
function verbatim(known: unknown, current: unknown, place: Place): unknown {
  if (Array.isArray(known) && Array.isArray(current)) {
    const keyOf = place.keyed[place.path.join(".")];
    if (!keyOf) return current;
    return known.flatMap((entry) => {
      const existing = current.find((each) => keyOf(each) === keyOf(entry));
      return existing === undefined ? [] : [verbatim(entry, existing, place)];
    });
  }
  if (!isRecord(known) || !isRecord(current)) return current;
  return Object.fromEntries(
    Object.entries(known).flatMap(([field, value]) =>
      current[field] === undefined ? [] : [[field, verbatim(value, current[field], within(place, field))]],
    ),
  );
}

/** Entries that the form didn't change stay as they are, even if they moved; the others are paired in their order. */
function entriesAsWritten(
  next: readonly unknown[],
  known: readonly unknown[],
  current: readonly unknown[],
  place: Place,
): unknown[] {
  const keyOf = place.keyed[place.path.join(".")];
  const existingOf = (index: number) => {
    if (!keyOf) return known.length === current.length ? current[index] : undefined;
    return current.find((each) => keyOf(each as Fields) === keyOf(known[index] as Fields));
  };
  const free = known.map((_, index) => index);
  const pairs = next.map((entry) => {
    const at = free.findIndex((index) => same(known[index], entry));
    return at < 0 ? undefined : free.splice(at, 1)[0];
  });
  const isEdit = next.length === known.length;
  return next.map((entry, index) => {
    const pair = pairs[index] ?? (isEdit ? free.shift() : undefined);
    const existing = pair === undefined ? undefined : existingOf(pair);
    if (pair === undefined || existing === undefined) return entry;
    if (same(entry, known[pair]) && !keyOf) return existing;
    const written = asWritten(entry, known[pair], existing, place);
    return keyOf ? written : withUnmanaged(written, known[pair], existing);
  });
}

/** Includes what the entry has that the form can neither show nor write, such as empty settings. */
function withUnmanaged(written: unknown, known: unknown, existing: unknown): unknown {
  if (!isRecord(written) || !isRecord(known) || !isRecord(existing)) return written;
  const unmanaged = Object.entries(existing).filter(([field]) => !(field in written) && !(field in known));
  return { ...written, ...Object.fromEntries(unmanaged) };
}

type Fields = Record<string, unknown>;

function within(place: Place, field: string): Place {
  return { ...place, path: [...place.path, field] };
}

/** `next` plus the fields of `current` that `known`, the form's own view of it, doesn't have. */
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
  // A map that the form emptied is removed, unless somebody else has something in it.
  return next === undefined && kept.length === 0 ? undefined : Object.fromEntries(kept);
}

type Entry = Record<string, unknown>;

/** The existing entries, without those that the form removed, followed by those that it adds. */
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
  const existing = current.flatMap((entry) => {
    const key = keyOf(entry);
    const before = taken(shown, (each) => keyOf(each) === key);
    const after = taken(wanted, (each) => keyOf(each) === key);
    if (after) return [withUnknown(after, before, entry, keyed, path)];
    return before ? [] : [entry];
  });
  const list = [...existing, ...wanted];
  return list.length > 0 ? list : undefined;
}

/** The first matching entry; it is removed from the list. */
function taken(list: Entry[], fits: (entry: Entry) => boolean): Entry | undefined {
  const index = list.findIndex(fits);
  return index < 0 ? undefined : list.splice(index, 1)[0];
}

function listOf(value: unknown): readonly Entry[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
