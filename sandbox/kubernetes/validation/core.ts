import {
  deepEqual,
  isRecord,
  listAt,
  numberAt,
  recordAt,
  textAt,
  textsAt,
} from "@/sandbox/kubernetes/json/values";
import type { Cause, Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { labelSelectorMatcher } from "@/sandbox/kubernetes/selectors";
import {
  invalidValue,
  isDnsLabel,
  isDnsSubdomain,
  labelMessage,
  required,
  subdomainMessage,
  unsupported,
  validateLabels,
} from "./names";

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const protocols = ["SCTP", "TCP", "UDP"];

function isPort(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

/** core/v1 Service: type, selector, ports, and an immutable cluster address. */
export function validateService(service: Draft, existing?: Draft): Cause[] {
  const spec = recordAt(service, "spec");
  if (!spec) return [required("spec")];
  const causes = validateLabels(spec.selector, "spec.selector");
  const type = textAt(spec, "type") ?? "ClusterIP";
  if (!types.includes(type)) causes.push(unsupported("spec.type", spec.type, types));
  if (type === "ExternalName") {
    const name = textAt(spec, "externalName") ?? "";
    if (name === "") causes.push(required("spec.externalName"));
    else if (!isDnsSubdomain(name)) causes.push(invalidValue("spec.externalName", name, subdomainMessage));
    return causes;
  }
  const before = recordAt(existing, "spec");
  if (before?.clusterIP && before.type !== "ExternalName" && before.clusterIP !== spec.clusterIP)
    causes.push(invalidValue("spec.clusterIPs[0]", [spec.clusterIP], "may not change once set"));
  const ports = listAt(spec, "ports");
  if (ports.length === 0 && spec.clusterIP !== "None") causes.push(required("spec.ports"));
  const names = new Set<string>();
  const seen = new Set<string>();
  for (const [index, port] of ports.entries()) {
    causes.push(...validatePort(port, `spec.ports[${index}]`, ports.length > 1));
    const key = `${recordAt(port)?.port}/${textAt(port, "protocol") ?? "TCP"}`;
    if (seen.has(key)) causes.push(duplicate(`spec.ports[${index}]`, port));
    seen.add(key);
    const name = textAt(port, "name") ?? "";
    if (name !== "" && names.has(name)) causes.push(duplicate(`spec.ports[${index}].name`, name));
    names.add(name);
  }
  return causes;
}

function duplicate(field: string, value: unknown): Cause {
  return { reason: "FieldValueDuplicate", field, message: `Duplicate value: ${JSON.stringify(value)}` };
}

function validatePort(port: unknown, field: string, nameNeeded: boolean): Cause[] {
  if (!isRecord(port)) return [invalidValue(field, port, "must be an object")];
  const causes: Cause[] = [];
  const name = textAt(port, "name") ?? "";
  if (name === "" && nameNeeded) causes.push(required(`${field}.name`));
  if (name !== "" && !isDnsLabel(name)) causes.push(invalidValue(`${field}.name`, name, labelMessage));
  const range = "must be between 1 and 65535, inclusive";
  if (!isPort(port.port)) causes.push(invalidValue(`${field}.port`, port.port ?? 0, range));
  if (typeof port.targetPort === "number" && !isPort(port.targetPort)) {
    causes.push(invalidValue(`${field}.targetPort`, port.targetPort, range));
  }
  if (port.protocol !== undefined && !protocols.includes(String(port.protocol))) {
    causes.push(unsupported(`${field}.protocol`, port.protocol, protocols));
  }
  return causes;
}

const keyPattern = /^[-._a-zA-Z0-9]{1,253}$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const keyMessage =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  " +
  "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** core/v1 Secret: base64 data, an immutable type, and the required keys of a TLS Secret. */
export function validateSecret(secret: Draft, existing: Draft | undefined): Cause[] {
  const causes = validateKeys(secret, "data");
  for (const [key, value] of Object.entries(recordAt(secret, "data") ?? {})) {
    // Don't repeat the value: it is a secret.
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

/** apps/v1 workloads: an immutable selector that matches the template, and containers. */
export function validateWorkload(object: Draft, existing: Draft | undefined): Cause[] {
  const selector = recordAt(object, "spec", "selector");
  const causes = validatePodTemplate(object);
  if (!selector) causes.push(required("spec.selector"));
  else if (!labelSelectorMatcher(selector)(textsAt(object, "spec", "template", "metadata", "labels"))) {
    const labels = textsAt(object, "spec", "template", "metadata", "labels");
    causes.push(
      invalidValue("spec.template.metadata.labels", labels, "`selector` does not match template `labels`"),
    );
  }
  const replicas = numberAt(object, "spec", "replicas") ?? 0;
  if (replicas < 0) {
    causes.push(invalidValue("spec.replicas", replicas, "must be greater than or equal to 0"));
  }
  const before = recordAt(existing, "spec", "selector");
  if (before && selector && !deepEqual(before, selector)) {
    causes.push(invalidValue("spec.selector", selector, "field is immutable"));
  }
  return causes;
}

/** batch/v1 Job: containers, a restart policy that lets it finish, and an immutable template. */
export function validateJob(job: Draft, existing: Draft | undefined): Cause[] {
  const causes = validatePodTemplate(job);
  const policy = textAt(job, "spec", "template", "spec", "restartPolicy") ?? "Always";
  if (policy !== "Never" && policy !== "OnFailure") {
    const message = `Required value: valid values: "OnFailure", "Never"`;
    causes.push({ reason: "FieldValueRequired", field: "spec.template.spec.restartPolicy", message });
  }
  if (existing && !deepEqual(recordAt(existing, "spec", "template"), recordAt(job, "spec", "template"))) {
    causes.push(invalidValue("spec.template", "<template>", "field is immutable"));
  }
  return causes;
}

function validatePodTemplate(object: Draft): Cause[] {
  const causes = validateLabels(
    recordAt(object, "spec", "template", "metadata")?.labels,
    "spec.template.metadata.labels",
  );
  const spec = recordAt(object, "spec", "template", "spec");
  return [...causes, ...validateContainers(spec, "spec.template.spec")];
}

export function validatePod(pod: Draft): Cause[] {
  return validateContainers(recordAt(pod, "spec"), "spec");
}

function validateContainers(spec: Record<string, unknown> | undefined, field: string): Cause[] {
  const containers = listAt(spec, "containers");
  if (containers.length === 0) return [required(`${field}.containers`)];
  return containers.flatMap((container, index) => {
    const path = `${field}.containers[${index}]`;
    if (!isRecord(container)) return [invalidValue(path, container, "must be an object")];
    const causes: Cause[] = [];
    const name = textAt(container, "name") ?? "";
    if (name === "") causes.push(required(`${path}.name`));
    else if (!isDnsLabel(name)) causes.push(invalidValue(`${path}.name`, name, labelMessage));
    if (!textAt(container, "image")) causes.push(required(`${path}.image`));
    return [
      ...causes,
      ...listAt(container, "env").flatMap((variable, at) =>
        validateVariable(variable, `${path}.env[${at}].name`),
      ),
      ...listAt(container, "ports").flatMap((port, at) =>
        validatePortName(port, `${path}.ports[${at}].name`),
      ),
    ];
  });
}

/** Printable ASCII except `=`, since Kubernetes 1.34. */
function validateVariable(variable: unknown, field: string): Cause[] {
  const name = textAt(variable, "name") ?? "";
  if (name === "") return [required(field)];
  const message =
    "a valid environment variable name must consist only of printable ASCII characters other than '='";
  return /^[ -<>-~]+$/.test(name) ? [] : [invalidValue(field, name, message)];
}

/** An IANA service name (RFC 6335, section 5.1). */
function validatePortName(port: unknown, field: string): Cause[] {
  const name = textAt(port, "name") ?? "";
  const isLetterIn = /[a-z]/.test(name);
  const messages = [
    ...(name.length > 15 ? ["must be no more than 15 characters"] : []),
    ...(/^[-a-z0-9]*$/.test(name)
      ? []
      : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]),
    ...(isLetterIn || name === "" ? [] : ["must contain at least one letter (a-z)"]),
    ...(name.includes("--") ? ["must not contain consecutive hyphens"] : []),
    ...(name.startsWith("-") || name.endsWith("-") ? ["must not begin or end with a hyphen"] : []),
  ];
  return messages.map((message) => invalidValue(field, name, message));
}
