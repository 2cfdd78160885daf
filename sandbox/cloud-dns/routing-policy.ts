import { type RecordType, type RoutingPolicy, routingPolicyKinds } from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";
import { GoogleError, invalidValue, missingParameter } from "./google-error";

interface Item {
  rrdatas: string[];
  weight?: number;
  location?: string;
}

/**
 * Reads a record set's routing policy: `wrr` with weighted items, or `geo` with items by location. Items of load
 * balancers that Google checks need such ones, which the sandbox has not, and are refused.
 * @returns the policy as the API shows it, and what the name servers answer: the heaviest item's records, or those of
 * the first location
 * @throws GoogleError as the API answers
 */
export function readRoutingPolicy(
  input: unknown,
  type: RecordType,
  parameter: string,
): { routingPolicy: RoutingPolicy; rrdatas: string[] } {
  if (typeof input !== "object" || input === null) throw invalidValue(parameter, input);
  const given = routingPolicyKinds.filter((kind) => (input as Record<string, unknown>)[kind] !== undefined);
  const [kind] = given;
  if (!kind || given.length > 1) throw invalidValue(parameter, given.join(" and "));
  const { items, enableFencing } = (input as Record<string, Record<string, unknown>>)[kind] ?? {};
  if (!Array.isArray(items) || items.length === 0) throw missingParameter(`${parameter}.${kind}.items`);
  const read = items.map((item, at) => readItem(item, kind, type, `${parameter}.${kind}.items[${at}]`));
  const places = read.map(({ location }) => location).filter((location) => location !== undefined);
  const repeated = places.find((location, at) => places.indexOf(location) !== at);
  if (repeated !== undefined) throw invalidValue(`${parameter}.geo.items`, repeated);
  const answered = read.toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0))[0]?.rrdatas ?? [];
  const policyKind = kind === "wrr" ? "WrrPolicy" : "GeoPolicy";
  const named = `dns#rRSetRoutingPolicy${policyKind}`;
  const policy = {
    kind: named,
    ...(kind === "geo" && enableFencing !== undefined && { enableFencing: enableFencing === true }),
    items: read.map((item) => ({ kind: `${named}${policyKind}Item`, ...item, signatureRrdatas: [] })),
  };
  return { routingPolicy: { kind: "dns#rRSetRoutingPolicy", [kind]: policy }, rrdatas: answered };
}

function readItem(
  input: unknown,
  kind: (typeof routingPolicyKinds)[number],
  type: RecordType,
  parameter: string,
): Item {
  if (typeof input !== "object" || input === null) throw invalidValue(parameter, input);
  const { rrdatas, weight, location, healthCheckedTargets } = input as Record<string, unknown>;
  if (healthCheckedTargets !== undefined) throw invalidValue(`${parameter}.healthCheckedTargets`, "{}");
  if (!Array.isArray(rrdatas) || rrdatas.length === 0) throw missingParameter(`${parameter}.rrdatas`);
  const texts = rrdatas.map((text: unknown, at) => {
    const read = typeof text === "string" ? parseRrdata(type, text) : undefined;
    if (!read) throw invalidValue(`${parameter}.rrdatas[${at}]`, text);
    return read.text;
  });
  if (kind === "geo") {
    if (typeof location !== "string" || location === "") throw missingParameter(`${parameter}.location`);
    return { location, rrdatas: texts };
  }
  if (typeof weight !== "number" || weight < 0 || weight > 1000) {
    throw new GoogleError("invalid", `Invalid value for '${parameter}.weight': '${String(weight)}'`);
  }
  return { weight, rrdatas: texts };
}
