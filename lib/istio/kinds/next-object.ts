import { isRecord } from "../edit/same";
import type { KubernetesObject } from "../object-meta";
import { forExport } from "../yaml/write";
import { type Kind, kindEntry } from ".";

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
  const { fromForm, toForm } = kindEntry(kind);
  if (!current) return fromForm(form, namespace);
  const next = fromForm(form, namespace, current);
  const known = fromForm(toForm(current), namespace, current);
  return withUnknown(next, known, forExport(current)) as KubernetesObject;
}

/** `next` with those fields of `current` that `known`, the form's own picture of it, does not have. */
function withUnknown(next: unknown, known: unknown, current: unknown): unknown {
  if (!isRecord(current)) return next;
  if (!isRecord(next) && next !== undefined) return next;
  const nextFields = next ?? {};
  const knownFields = isRecord(known) ? known : {};
  const fields = [...new Set([...Object.keys(nextFields), ...Object.keys(current)])];
  const kept = fields
    .map((field) => [
      field,
      field in nextFields || field in knownFields
        ? withUnknown(nextFields[field], knownFields[field], current[field])
        : current[field],
    ])
    .filter(([, value]) => value !== undefined);
  // A map that the form emptied is absent, unless somebody else has something in it.
  return next === undefined && kept.length === 0 ? undefined : Object.fromEntries(kept);
}
