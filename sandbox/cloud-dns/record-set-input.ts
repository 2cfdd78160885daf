import { absoluteName, isDomainName, isWithin } from "@/sandbox/name-servers/domain-name";
import { isRecordType, type RecordSet } from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";
import { GoogleError, invalidValue, missingParameter } from "./google-error";
import { quota } from "./quota";
import { readRoutingPolicy } from "./routing-policy";

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
