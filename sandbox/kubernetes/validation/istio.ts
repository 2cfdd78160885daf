import * as extensions from "@kubernetes-models/istio/extensions.istio.io/v1alpha1";
import * as networking from "@kubernetes-models/istio/networking.istio.io/v1";
import * as networkingAlpha from "@kubernetes-models/istio/networking.istio.io/v1alpha3";
import * as networkingBeta from "@kubernetes-models/istio/networking.istio.io/v1beta1";
import * as security from "@kubernetes-models/istio/security.istio.io/v1";
import * as telemetry from "@kubernetes-models/istio/telemetry.istio.io/v1";
import { isRecord, listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { Cause, Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { required, unsupported } from "./names";

/**
 * The rules of Istio's CustomResourceDefinitions that go beyond schemas (`x-kubernetes-validations`, in CEL), as
 * far as they cover what people write. Source: Istio, manifests/charts/base/files/crd-all.gen.yaml.
 */
export function istioRules(object: Draft): Cause[] {
  const spec = recordAt(object, "spec");
  switch (object.kind) {
    case "VirtualService":
    case "DestinationRule":
      return durationRules(spec, "spec");
    case "Gateway":
      return listAt(spec, "servers").flatMap((server, index) =>
        tlsRules(recordAt(server, "tls"), `spec.servers[${index}].tls`),
      );
    case "ServiceEntry":
      return serviceEntryRules(spec);
    default:
      return [];
  }
}

const durations = new Set([
  ...["timeout", "perTryTimeout", "backoff", "fixedDelay", "exponentialDelay", "maxAge"],
  ...["interval", "idleTimeout", "connectTimeout", "maxConnectionDuration", "time", "duration"],
  ...["warmupDurationSecs", "baseEjectionTime"],
]);
/** Maps with user-defined keys. */
const free = new Set(["headers", "withoutHeaders", "queryParams", "labels", "sourceLabels", "matchLabels"]);

const tooShort = "must be a valid duration greater than 1ms";
const noDuration = "type conversion error from 'string' to 'google.protobuf.Duration' evaluating rule: ";

function durationRules(value: unknown, field: string): Cause[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => durationRules(item, `${field}[${index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (free.has(key)) return [];
    if (typeof inner !== "string" || !durations.has(key)) return durationRules(inner, `${field}.${key}`);
    const amount = milliseconds(inner);
    if (amount >= 1) return [];
    return [
      broken(`${field}.${key}`, "string", Number.isNaN(amount) ? `${noDuration}${tooShort}` : tooShort),
    ];
  });
}

function milliseconds(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|us|ns|h|m|s))+$/.test(text)) return Number.NaN;
  const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|us|ns|h|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units],
    0,
  );
}

function tlsRules(tls: Record<string, unknown> | undefined, field: string): Cause[] {
  const has = (name: string) => tls?.[name] !== undefined;
  const one = (first: string, second: string, message: string) =>
    has(first) && has(second) ? [broken(field, "object", message)] : [];
  return [
    ...one("credentialName", "credentialNames", "only one of credentialName or credentialNames can be set"),
    ...one("credentialNames", "tlsCertificates", "only one of credentialNames or tlsCertificates can be set"),
  ];
}

function serviceEntryRules(spec: Record<string, unknown> | undefined): Cause[] {
  const resolution = textAt(spec, "resolution") ?? "NONE";
  const addresses = listAt(spec, "addresses").map(String);
  const ports = listAt(spec, "ports");
  const numbers = ports.map((port) => recordAt(port)?.number);
  const isIn = (port: unknown) => typeof port === "number" && port > 0 && port <= 65_535;
  const rules: [boolean, Cause][] = [
    [
      addresses.some((address) => address.includes("/")) && !["STATIC", "NONE"].includes(resolution),
      broken("spec", "object", "CIDR addresses are allowed only for NONE/STATIC resolution types"),
    ],
    [
      resolution === "NONE" && spec?.endpoints !== undefined,
      broken("spec", "object", "NONE mode cannot set endpoints"),
    ],
    [
      resolution === "DNS_ROUND_ROBIN" && listAt(spec, "endpoints").length > 1,
      broken("spec", "object", "DNS_ROUND_ROBIN mode cannot have multiple endpoints"),
    ],
    [
      spec?.workloadSelector !== undefined && spec.endpoints !== undefined,
      broken("spec", "object", "only one of WorkloadSelector or Endpoints can be set"),
    ],
    [
      new Set(numbers).size < numbers.length,
      broken("spec.ports", "array", "port number cannot be duplicated"),
    ],
  ];
  return [
    ...rules.flatMap(([isBroken, cause]) => (isBroken ? [cause] : [])),
    ...listAt(spec, "hosts").flatMap((host, index) =>
      host === "*" ? [broken(`spec.hosts[${index}]`, "string", "hostname cannot be wildcard")] : [],
    ),
    ...numbers.flatMap((number, index) =>
      isIn(number) ? [] : [broken(`spec.ports[${index}].number`, "integer", "port must be between 1-65535")],
    ),
  ];
}

/** A CEL rule's error shows the type of what it checked, not the value. */
function broken(field: string, type: string, message: string): Cause {
  return { reason: "FieldValueInvalid", field, message: `Invalid value: "${type}": ${message}` };
}

interface Model {
  validate(): void;
}
type ModelConstructor = new (data: never) => Model;

/** Models whose `validate` checks against the schemas of Istio's CRDs, by `apiVersion/Kind`. */
const models: Readonly<Record<string, ModelConstructor>> = {
  "networking.istio.io/v1/Gateway": networking.Gateway,
  "networking.istio.io/v1/VirtualService": networking.VirtualService,
  "networking.istio.io/v1/DestinationRule": networking.DestinationRule,
  "networking.istio.io/v1/ServiceEntry": networking.ServiceEntry,
  "networking.istio.io/v1/Sidecar": networking.Sidecar,
  "networking.istio.io/v1/WorkloadEntry": networking.WorkloadEntry,
  "networking.istio.io/v1/WorkloadGroup": networking.WorkloadGroup,
  "networking.istio.io/v1alpha3/EnvoyFilter": networkingAlpha.EnvoyFilter,
  "networking.istio.io/v1beta1/ProxyConfig": networkingBeta.ProxyConfig,
  "security.istio.io/v1/AuthorizationPolicy": security.AuthorizationPolicy,
  "security.istio.io/v1/PeerAuthentication": security.PeerAuthentication,
  "security.istio.io/v1/RequestAuthentication": security.RequestAuthentication,
  "telemetry.istio.io/v1/Telemetry": telemetry.Telemetry,
  "extensions.istio.io/v1alpha1/WasmPlugin": extensions.WasmPlugin,
};

/** Errors of the object's CRD schema, then of its rules; none for kinds outside Istio. */
export function validateIstio(object: Draft): Cause[] {
  const model = models[`${object.apiVersion}/${object.kind}`];
  if (!model) return [];
  const subject = Object.assign(Object.create(model.prototype) as Model, object);
  try {
    subject.validate();
    return istioRules(object);
  } catch (error) {
    const errors = isRecord(error) && Array.isArray(error.errors) ? error.errors.filter(isRecord) : undefined;
    if (!errors) throw error;
    const causes = withoutEchoes(errors).map((found) => causeOf(found, object));
    return causes.every(({ field }) => field === "<nil>") ? causes : [...causes, notChecked];
  }
}

/**
 * One error per mistake, like the API server: a fractional number is reported only as the wrong type, and when all
 * alternatives of a choice fail, only the choice is reported.
 */
function withoutEchoes(errors: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const wrongType = new Set(errors.filter(isOf("type")).map(({ instancePath }) => instancePath));
  const isChoice = errors.some(isOf("oneOf"));
  return errors.filter(
    (found) =>
      !(isOf("format")(found) && wrongType.has(found.instancePath)) &&
      !(isChoice && ["not", "anyOf"].some((keyword) => isOf(keyword)(found))),
  );
}

const isOf = (keyword: string) => (found: Record<string, unknown>) => found.keyword === keyword;

/** An addition to errors that name fields; it names none itself. */
const notChecked: Cause = {
  reason: "FieldValueInvalid",
  field: "<nil>",
  message:
    "Invalid value: null: some validation rules were not checked because the object was invalid; " +
    "correct the existing errors to complete validation",
};

/** A schema error (ajv's format) in Kubernetes' wording. */
function causeOf(found: Record<string, unknown>, object: Draft): Cause {
  const path = String(found.instancePath ?? "")
    .split("/")
    .slice(1)
    .map(unescapePointer);
  const params = isRecord(found.params) ? found.params : {};
  if (found.keyword === "required") return required(fieldText([...path, String(params.missingProperty)]));
  const field = fieldText(path);
  const value = path.reduce<unknown>(
    (at, part) => (at as Record<string, unknown> | undefined)?.[part],
    object,
  );
  if (found.keyword === "type") {
    const message = `Invalid value: "${typeName(value)}": ${field} in body must be of type ${params.type}: "${typeName(value)}"`;
    return { reason: "FieldValueTypeInvalid", field, message };
  }
  if (found.keyword === "enum") return unsupported(field, value, asTexts(params.allowedValues));
  if (found.keyword === "oneOf") {
    const count = Array.isArray(params.passingSchemas) ? params.passingSchemas.length : 0;
    const detail = count > 0 ? `Found ${count} valid alternatives` : "Found none valid";
    const message = `Invalid value: "": "${field}" must validate one and only one schema (oneOf). ${detail}`;
    return { reason: "FieldValueInvalid", field: "<nil>", message };
  }
  if (found.keyword === "minItems") {
    const length = Array.isArray(value) ? value.length : 0;
    const message = `Invalid value: ${length}: ${field} in body should have at least ${params.limit} items`;
    return { reason: "FieldValueInvalid", field, message };
  }
  const message = `Invalid value: ${JSON.stringify(value)}: ${field} in body ${String(found.message)}`;
  return { reason: "FieldValueInvalid", field, message };
}

function asTexts(values: unknown): string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function fieldText(path: readonly string[]): string {
  return path.reduce((text, part) => {
    if (/^\d+$/.test(part)) return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
