import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import type { Cause, Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { invalidValue, isLabelValue, isQualifiedName, required, validateName } from "./names";

const nameParts =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValueMessage =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', " +
  "'_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or " +
  "'12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const annotationBytes = 262_144;

/** Checks what every object has: name, labels, annotations, finalizers, owners. */
export function validateMetadata(group: string, plural: string, object: Draft): Cause[] {
  const { name, labels, annotations, finalizers, ownerReferences } = object.metadata;
  const causes = validateName(group, plural, name);
  causes.push(...validateLabels(labels, "metadata.labels"));
  causes.push(...validateAnnotations(annotations));
  for (const finalizer of Array.isArray(finalizers) ? finalizers : []) {
    if (typeof finalizer !== "string" || !isQualifiedName(finalizer)) {
      causes.push(invalidValue("metadata.finalizers", finalizer, nameParts));
    }
  }
  for (const [index, owner] of (Array.isArray(ownerReferences) ? ownerReferences : []).entries()) {
    for (const field of ["apiVersion", "kind", "name", "uid"]) {
      const path = `metadata.ownerReferences[${index}].${field}`;
      if (!isRecord(owner) || !owner[field]) causes.push(required(path, "must not be empty"));
    }
  }
  return causes;
}

export function validateLabels(labels: unknown, field: string): Cause[] {
  if (labels === undefined || labels === null) return [];
  if (!isRecord(labels)) return [invalidValue(field, labels, "must be a map of strings")];
  return Object.entries(labels).flatMap(([key, value]) => {
    const causes: Cause[] = [];
    if (!isQualifiedName(key)) causes.push(invalidValue(field, key, nameParts));
    if (typeof value !== "string") causes.push(invalidValue(`${field}.${key}`, value, "must be a string"));
    else if (!isLabelValue(value)) causes.push(invalidValue(field, value, labelValueMessage));
    return causes;
  });
}

function validateAnnotations(annotations: unknown): Cause[] {
  if (annotations === undefined || annotations === null) return [];
  const field = "metadata.annotations";
  if (!isRecord(annotations)) return [invalidValue(field, annotations, "must be a map of strings")];
  let bytes = 0;
  const causes: Cause[] = [];
  for (const [key, value] of Object.entries(annotations)) {
    if (!isQualifiedName(key.toLowerCase())) causes.push(invalidValue(field, key, nameParts));
    if (typeof value !== "string") causes.push(invalidValue(`${field}.${key}`, value, "must be a string"));
    else bytes += key.length + value.length;
  }
  if (bytes > annotationBytes) {
    const message = `Too long: may not be more than ${annotationBytes} bytes`;
    causes.push({ reason: "FieldValueInvalid", field, message });
  }
  return causes;
}
