import { isRecord } from "@/lib/istio/edit/same";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { forExport } from "@/lib/istio/yaml/write";

/**
 * The object as it would stand after the form is saved: the form's fields, and of `current` all that no form would
 * have written (fields of others, annotations of tools).
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
  if (!isRecord(next) || !isRecord(current)) return next;
  const knownFields = isRecord(known) ? known : {};
  const kept = Object.entries(current).filter(([field]) => !(field in knownFields) && !(field in next));
  const inner = Object.entries(next).map(([field, value]) => [
    field,
    withUnknown(value, knownFields[field], current[field]),
  ]);
  return Object.fromEntries([...inner, ...kept]);
}
