import { isRecord } from "@/sandbox/kubernetes/json/values";
import type { Cause, Draft } from "@/sandbox/kubernetes/resources/resource-type";

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

export const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and " +
  "end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
export const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must " +
  "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const service = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const serviceMessage =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic " +
  "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for " +
  "validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

export function invalidValue(field: string, value: unknown, message: string): Cause {
  return {
    reason: "FieldValueInvalid",
    field,
    message: `Invalid value: ${JSON.stringify(value)}: ${message}`,
  };
}

export function required(field: string, message?: string): Cause {
  return {
    reason: "FieldValueRequired",
    field,
    message: message ? `Required value: ${message}` : "Required value",
  };
}

export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && label.test(name);
}

export function isDnsSubdomain(name: string): boolean {
  return name.length <= 253 && subdomain.test(name);
}

/** Checks `metadata.name`: path segments for RBAC, RFC 1035 labels for Services, RFC 1123 labels for Namespaces. */
export function validateName(group: string, plural: string, name: string): Cause[] {
  if (group === "rbac.authorization.k8s.io") {
    return /[/%]/.test(name) || name === "." || name === ".."
      ? [invalidValue("metadata.name", name, "may not contain '/' or '%'")]
      : [];
  }
  if (group === "" && plural === "services") {
    if (name.length > 63) return [invalidValue("metadata.name", name, "must be no more than 63 characters")];
    return service.test(name) ? [] : [invalidValue("metadata.name", name, serviceMessage)];
  }
  if (group === "" && plural === "namespaces") {
    return isDnsLabel(name) ? [] : [invalidValue("metadata.name", name, labelMessage)];
  }
  return isDnsSubdomain(name) ? [] : [invalidValue("metadata.name", name, subdomainMessage)];
}

export function isQualifiedName(key: string): boolean {
  const parts = key.split("/");
  const name = parts.at(-1) ?? "";
  if (parts.length > 2 || name.length > 63 || !qualifiedName.test(name)) return false;
  return parts.length === 1 || ((parts[0]?.length ?? 0) <= 253 && subdomain.test(parts[0] ?? ""));
}

export function isLabelValue(value: string): boolean {
  return value === "" || (value.length <= 63 && qualifiedName.test(value));
}

export function unsupported(field: string, value: unknown, supported: readonly string[]): Cause {
  const list = supported.map((item) => `"${item}"`).join(", ");
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`;
  return { reason: "FieldValueNotSupported", field, message };
}

const nameParts =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValueMessage =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', " +
  "'_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or " +
  "'12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const annotationBytes = 262_144;

/** Checks the fields of every object: name, labels, annotations, finalizers, owners. */
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
