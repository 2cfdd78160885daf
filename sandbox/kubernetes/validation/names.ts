import type { Cause } from "@/sandbox/kubernetes/resources/resource-type";

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

/** Checks `metadata.name`: RBAC takes path segments, services RFC 1035 labels, namespaces RFC 1123 labels. */
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
