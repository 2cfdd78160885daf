import { deepEqual } from "@/sandbox/kubernetes/json/deep-equal";
import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { recordAt, textAt } from "@/sandbox/kubernetes/json/value-at";
import type { Cause, Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { invalidValue, required } from "./names";

const keyPattern = /^[-._a-zA-Z0-9]{1,253}$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const keyMessage =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  " +
  "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** core/v1 Secret: base64 data, an unchanging type, and the keys that a TLS secret needs. */
export function validateSecret(secret: Draft, existing: Draft | undefined): Cause[] {
  const causes = validateKeys(secret, "data");
  for (const [key, value] of Object.entries(recordAt(secret, "data") ?? {})) {
    // The value is not repeated: it is a secret.
    if (typeof value !== "string" || !base64.test(value)) {
      const message = "Invalid value: illegal base64 data";
      causes.push({ reason: "FieldValueInvalid", field: `data[${key}]`, message });
    }
  }
  if (textAt(secret, "type") === "kubernetes.io/tls") {
    for (const key of ["tls.crt", "tls.key"]) {
      if (typeof recordAt(secret, "data")?.[key] !== "string") causes.push(required(`data[${key}]`));
    }
  }
  if (existing && existing.type !== secret.type) {
    causes.push(invalidValue("type", secret.type, "field is immutable"));
  }
  return [...causes, ...validateImmutable(secret, existing)];
}

export function validateConfigMap(map: Draft, existing: Draft | undefined): Cause[] {
  const causes = validateKeys(map, "data");
  for (const [key, value] of Object.entries(recordAt(map, "data") ?? {})) {
    if (typeof value !== "string") causes.push(invalidValue(`data[${key}]`, value, "must be a string"));
  }
  return [...causes, ...validateImmutable(map, existing)];
}

function validateKeys(object: Draft, field: string): Cause[] {
  if (object[field] !== undefined && !isRecord(object[field])) {
    return [{ reason: "FieldValueInvalid", field, message: "Invalid value: must be a map of strings" }];
  }
  return Object.keys(recordAt(object, field) ?? {})
    .filter((key) => !keyPattern.test(key))
    .map((key) => invalidValue(`${field}[${key}]`, key, keyMessage));
}

function validateImmutable(object: Draft, existing: Draft | undefined): Cause[] {
  if (existing?.immutable !== true || deepEqual(existing.data, object.data)) return [];
  const message = "Forbidden: field is immutable when `immutable` is set";
  return [{ reason: "FieldValueForbidden", field: "data", message }];
}
