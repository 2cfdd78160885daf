import type { CaaData, DecodedPacket } from "dns-packet";
import {
  canonical,
  exchange,
  type Iteration,
  LookupFailure,
  type NameServer,
  NoAnswer,
  parentOf,
  responseCode,
} from "./iteration";

/** What one authoritative server answers for a TXT name, after CNAMEs. */
export interface TxtFinding {
  /** The server that was asked for the name itself, not for a CNAME's target. */
  server: string;
  /** The name that holds the values: the original name, or the last CNAME's target. */
  owner: string;
  values: string[];
  /** Set when the server gave no usable answer. */
  failure?: { kind: "nxdomain" | "unusable"; text: string };
}

const longestChain = 8;

/**
 * Asks every authoritative server of the name's zone for TXT, as validation from several places would sooner or
 * later do. It follows CNAMEs into other zones, and asks every server there too.
 * @throws LookupFailure when it can't find the zone, or when the CNAMEs form a loop
 */
export async function txtEverywhere(iteration: Iteration, name: string, chain = 0): Promise<TxtFinding[]> {
  if (chain > longestChain) throw new LookupFailure(`the CNAMEs of ${name} do not end`);
  const owner = canonical(name);
  const { servers, unresolved } = await iteration.zoneOf(owner, "TXT");
  const findings = await Promise.all(servers.map((server) => askServer(server, owner)));
  const missing: TxtFinding[] = unresolved.map((server) => ({
    server,
    owner,
    values: [],
    failure: { kind: "unusable", text: `the name server ${server} has no address` },
  }));
  const followed = await Promise.all(
    findings.map(async (finding) => {
      if (!("target" in finding)) return [finding];
      const ends = await txtEverywhere(iteration, finding.target, chain + 1);
      return ends.map((end) => ({ ...end, server: finding.server }));
    }),
  );
  return [...followed.flat(), ...missing];
}

async function askServer(
  server: NameServer,
  owner: string,
): Promise<TxtFinding | { server: string; target: string }> {
  const unusable = (text: string): TxtFinding => ({
    server: server.name,
    owner,
    values: [],
    failure: { kind: "unusable", text },
  });
  let answer: DecodedPacket;
  try {
    answer = await exchange(server, owner, "TXT");
  } catch (error) {
    return unusable(error instanceof Error ? error.message : `${server.name} did not answer`);
  }
  const code = responseCode(answer);
  const alias = answer.answers?.find((record) => record.type === "CNAME" && canonical(record.name) === owner);
  if (alias?.type === "CNAME") return { server: server.name, target: canonical(alias.data) };
  if (code === "NXDOMAIN") {
    return {
      server: server.name,
      owner,
      values: [],
      failure: { kind: "nxdomain", text: `NXDOMAIN looking up TXT for ${owner}` },
    };
  }
  if (code !== "NOERROR") return unusable(`${code} looking up TXT for ${owner}`);
  if (!answer.flag_aa) return unusable(`${server.name} is not authoritative for ${owner}`);
  const values = (answer.answers ?? []).flatMap((record) =>
    record.type === "TXT" && canonical(record.name) === owner ? [txtText(record.data)] : [],
  );
  return { server: server.name, owner, values };
}

/** The strings of one TXT record joined, as RFC 8555 §8.4 and RFC 7208 §3.3 read them. */
function txtText(data: string | Buffer | (string | Buffer)[]): string {
  return (Array.isArray(data) ? data : [data]).map((part) => part.toString()).join("");
}

/**
 * Whether CAA (RFC 8659) lets `identity` issue for the name. The closest record set at or above the name decides.
 * @returns undefined when it may, else the reason in words
 * @throws LookupFailure when the CAA lookup fails, which forbids issuance too
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

/** The reason that one record set gives against issuance; pure. */
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
