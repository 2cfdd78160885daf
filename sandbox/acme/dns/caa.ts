import type { CaaData, DecodedPacket } from "dns-packet";
import { exchange, NoAnswer } from "./exchange";
import { canonical, type Iteration, LookupFailure, parentOf, responseCode } from "./iteration";

/**
 * Whether CAA (RFC 8659) lets `identity` issue for the name. The record set nearest above the name decides.
 * @returns undefined when it may, else the reason for people
 * @throws LookupFailure when CAA cannot be looked up, which forbids issuing as well
 */
export async function caaRefusal(
  iteration: Iteration,
  name: string,
  wildcard: boolean,
  identity: string,
): Promise<string | undefined> {
  for (let at = canonical(name); at !== ""; at = parentOf(at)) {
    const records = await caaRecords(iteration, at);
    if (records.length > 0) return refusalOf(records, at, wildcard, identity);
  }
  return undefined;
}

/** The reason that one record set gives against issuing; pure. */
export function refusalOf(
  records: CaaData[],
  at: string,
  wildcard: boolean,
  identity: string,
): string | undefined {
  const tagged = (tag: string) => records.filter((record) => record.tag.toLowerCase() === tag);
  const unknown = records.find(
    ({ tag, flags, issuerCritical }) =>
      (issuerCritical || ((flags ?? 0) & 0x80) !== 0) &&
      !/^(issue|issuewild|iodef|issuemail|contactemail)$/i.test(tag),
  );
  if (unknown) return `CAA record for ${at} has the unknown critical property "${unknown.tag}"`;
  const wild = wildcard ? tagged("issuewild") : [];
  const deciding = wild.length > 0 ? wild : tagged("issue");
  if (deciding.length === 0) return undefined;
  const domains = deciding.map(({ value }) => (value.split(";")[0] ?? "").trim().toLowerCase());
  if (domains.includes(identity)) return undefined;
  const named = domains.filter(Boolean).join(", ") || "nobody";
  return `CAA record for ${at} prevents issuance: it lets ${named} issue, this CA is ${identity}`;
}

/** The CAA record set at exactly this name, CNAMEs followed; empty when there is none. */
async function caaRecords(iteration: Iteration, name: string, chain = 0): Promise<CaaData[]> {
  if (chain > 8) throw new LookupFailure(`the CNAMEs of ${name} do not end`);
  const { servers } = await iteration.zoneOf(name, "CAA");
  let failure = `no server answers CAA for ${name}`;
  for (const server of servers) {
    let answer: DecodedPacket;
    try {
      answer = await exchange(server, name, "CAA");
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      failure = error.message;
      continue;
    }
    const code = responseCode(answer);
    if (code !== "NOERROR" && code !== "NXDOMAIN") {
      failure = `${code} looking up CAA for ${name}`;
      continue;
    }
    const alias = answer.answers?.find(
      (record) => record.type === "CNAME" && canonical(record.name) === name,
    );
    if (alias?.type === "CNAME") return caaRecords(iteration, canonical(alias.data), chain + 1);
    return (answer.answers ?? []).flatMap((record) => (record.type === "CAA" ? [record.data] : []));
  }
  throw new LookupFailure(failure);
}
