import * as extensions from "@kubernetes-models/istio/extensions.istio.io/v1alpha1";
import * as networking from "@kubernetes-models/istio/networking.istio.io/v1";
import * as networkingAlpha from "@kubernetes-models/istio/networking.istio.io/v1alpha3";
import * as networkingBeta from "@kubernetes-models/istio/networking.istio.io/v1beta1";
import * as security from "@kubernetes-models/istio/security.istio.io/v1";
import * as telemetry from "@kubernetes-models/istio/telemetry.istio.io/v1";
import { isRecord } from "@/sandbox/kubernetes/json/values";
import type { Cause, Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { istioRules } from "./istio-rules";
import { required, unsupported } from "./names";

interface Model {
  validate(): void;
}
type ModelConstructor = new (data: never) => Model;

/** The models whose `validate` checks against the schemas of Istio's CRDs, by `apiVersion/Kind`. */
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

/** What the schema of the object's CRD says against it, and then its rules; nothing for kinds that are not Istio's. */
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
 * One error a mistake, as the API server has it: a number that is no whole one is of the wrong type and nothing more,
 * and of several ways to say it, all broken, only the choice itself is named.
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

/** What is added to an answer that names fields; it is about none itself. */
const notChecked: Cause = {
  reason: "FieldValueInvalid",
  field: "<nil>",
  message:
    "Invalid value: null: some validation rules were not checked because the object was invalid; " +
    "correct the existing errors to complete validation",
};

/** A schema error (ajv's shape) as Kubernetes words it. */
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
