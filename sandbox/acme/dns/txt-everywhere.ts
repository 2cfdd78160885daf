import type { DecodedPacket } from "dns-packet";
import { exchange, type NameServer } from "./exchange";
import { canonical, type Iteration, LookupFailure, responseCode } from "./iteration";

/** What one authoritative server says of a TXT name, after CNAMEs have been followed. */
export interface TxtFinding {
  /** The server that was asked for the name itself (not for a CNAME's target). */
  server: string;
  /** Where the values stand: the name, or the last CNAME's target. */
  owner: string;
  values: string[];
  /** Set when the server gave no usable answer. */
  failure?: { kind: "nxdomain" | "unusable"; text: string };
}

const longestChain = 8;

/**
 * Asks EVERY authoritative server of the name's zone for TXT, as validation from several places at once would
 * sooner or later do, and follows CNAMEs into whatever zone they lead to, there again to every server.
 * @throws LookupFailure when the zone cannot be found or the CNAMEs do not end
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
