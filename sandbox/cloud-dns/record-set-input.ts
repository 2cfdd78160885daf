import {
  absoluteName,
  isDomainName,
  isRecordType,
  isWithin,
  type RecordSet,
  type RecordType,
  type RoutingPolicy,
  routingPolicyKinds,
} from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";
import { GoogleError, invalidValue, missingParameter, quota } from "./google-error";

/**
 * Reads a resource record set of a request and brings it into canonical form (lower-case names, quoted TXT strings).
 * @param parameter how the API names the place in its errors, e.g. "entity.change.additions[0]"
 * @throws GoogleError as the API answers
 */
export function readRecordSet(input: unknown, parameter: string, apex: string): RecordSet {
  if (typeof input !== "object" || input === null) throw invalidValue(parameter, input);
  const { name, type, ttl, rrdatas, routingPolicy } = input as Record<string, unknown>;
  if (name === undefined) throw missingParameter(`${parameter}.name`);
  if (type === undefined) throw missingParameter(`${parameter}.type`);
  const owner = readOwner(name, `${parameter}.name`, apex);
  if (!isRecordType(type)) throw invalidValue(`${parameter}.type`, type);
  const seconds = ttl === undefined ? 0 : Number(ttl);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 0x7fff_ffff) {
    throw invalidValue(`${parameter}.ttl`, ttl);
  }
  if (routingPolicy !== undefined && routingPolicy !== null) {
    if (Array.isArray(rrdatas) && rrdatas.length > 0) throw invalidValue(`${parameter}.rrdata`, rrdatas[0]);
    const policy = readRoutingPolicy(routingPolicy, type, `${parameter}.routingPolicy`);
    return { name: owner, type, ttl: seconds, ...policy };
  }
  if (!Array.isArray(rrdatas) || rrdatas.length === 0) throw invalidValue(`${parameter}.rrdata`, "");
  if (rrdatas.length > quota.resourceRecordsPerRrset) {
    throw quotaExceeded("resourceRecordsPerRrset", rrdatas.length);
  }
  const texts = rrdatas.map((text: unknown, at) => {
    const read = typeof text === "string" ? parseRrdata(type, text) : undefined;
    if (!read) throw invalidValue(`${parameter}.rrdata[${at}]`, text);
    return read.text;
  });
  const repeated = texts.findIndex((text, at) => texts.indexOf(text) !== at);
  if (repeated >= 0) throw invalidValue(`${parameter}.rrdata[${repeated}]`, texts[repeated]);
  if ((type === "CNAME" || type === "SOA" || type === "ALIAS") && texts.length > 1) {
    throw new GoogleError(
      "invalidRecordCount",
      `The resource record set '${parameter}' is invalid because it has an invalid number of resource records.`,
    );
  }
  return { name: owner, type, ttl: seconds, rrdatas: texts };
}

export function quotaExceeded(name: keyof typeof quota, asked: number): GoogleError {
  return new GoogleError(
    "quotaExceeded",
    `The quota '${name}' of ${quota[name]} has been exceeded: ${asked} were asked for.`,
  );
}

function readOwner(name: unknown, parameter: string, apex: string): string {
  if (typeof name !== "string" || !name.endsWith(".")) throw invalidValue(parameter, name);
  const owner = absoluteName(name);
  if (!isDomainName(owner, { wildcard: true }) || !isWithin(owner, apex)) throw invalidValue(parameter, name);
  return owner;
}

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
