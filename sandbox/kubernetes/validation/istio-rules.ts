import { isRecord, listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { Cause, Draft } from "@/sandbox/kubernetes/resources/resource-type";

/**
 * The rules of Istio's CustomResourceDefinitions that no schema can hold (`x-kubernetes-validations`, in CEL there), as
 * far as they are about what people write. Source: Istio, manifests/charts/base/files/crd-all.gen.yaml.
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
/** Maps whose keys are people's own. */
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

/** A rule in CEL names the type of what it looked at, not the value. */
function broken(field: string, type: string, message: string): Cause {
  return { reason: "FieldValueInvalid", field, message: `Invalid value: "${type}": ${message}` };
}
