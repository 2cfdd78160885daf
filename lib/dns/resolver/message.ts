import type { Answer, CaaData, DecodedPacket } from "dns-packet";
import type { AskedType } from "@/lib/gateway/model";
import { canonicalIpv6, withoutDot } from "../record-data";
import { texts } from "../texts";
import { NoAnswer, NotServed, rcodeOf } from "./exchange";

/** A delegation: the zone below and the names of its servers, with the addresses that came with it. */
export interface Referral {
  zone: string;
  servers: { name: string; addresses: string[]; ttlSeconds: number }[];
}

/**
 * What a server said about a name and type, sorted out (RFC 1034, section 5.3.3). `zone`: the one that says there is nothing,
 * if the server names it (RFC 2308, section 3).
 */
export type Reading =
  | { kind: "records"; values: string[]; ttlSeconds: number; authoritative: boolean }
  | { kind: "alias"; target: string }
  | { kind: "none"; nameExists: boolean; zone?: string }
  | { kind: "referral"; referral: Referral };

const nxdomain = 3;
const refused = 5;
const rcodeWords: Record<number, string> = {
  1: texts.formErr,
  2: texts.servFail,
  4: texts.notImp,
  5: texts.refused,
};

/**
 * Sorts out an answer from a server of `zone`. Ignores records for other names, and referrals that don't lead below `zone`.
 * Throws `NoAnswer` for an error code and for a lame answer.
 */
export function readMessage(
  message: DecodedPacket,
  asked: { name: string; type: AskedType },
  zone: string,
): Reading {
  const name = withoutDot(asked.name);
  const rcode = usableRcode(message);
  const about = (message.answers ?? []).filter((record) => withoutDot(record.name) === name);
  const records = about.filter((record) => record.type === asked.type);
  if (records.length > 0) {
    const ttlSeconds = Math.min(...records.map((record) => ("ttl" in record && record.ttl) || 0));
    const values = records.map((record) => recordValue(asked.type, record));
    return { kind: "records", values: values.sort(), ttlSeconds, authoritative: message.flag_aa };
  }
  const alias = about.find((record) => record.type === "CNAME");
  if (alias) return { kind: "alias", target: withoutDot(textOf(alias)) };
  const from = zoneOf(message, name);
  if (rcode === nxdomain) return { kind: "none", nameExists: false, ...from };
  const referral = message.flag_aa ? null : referralOf(message, name, zone);
  if (referral) return { kind: "referral", referral };
  if (message.flag_aa || (message.authorities ?? []).some(({ type }) => type === "SOA")) {
    return { kind: "none", nameExists: true, ...from };
  }
  throw new NotServed(texts.doesNotServe({ name: zone === "" ? texts.root : zone }));
}

function zoneOf(message: DecodedPacket, name: string): { zone?: string } {
  const soa = (message.authorities ?? []).find(({ type }) => type === "SOA");
  const zone = withoutDot(soa?.name ?? "");
  return soa && isWithin(name, zone) ? { zone } : {};
}

/** NOERROR or NXDOMAIN. Throws `NoAnswer` for all others. */
export function usableRcode(message: DecodedPacket): number {
  const rcode = rcodeOf(message);
  if (rcode === 0 || rcode === nxdomain) return rcode;
  const words = rcodeWords[rcode] ?? texts.errorCode({ code: rcode });
  throw rcode === refused ? new NotServed(words) : new NoAnswer(words);
}

function referralOf(message: DecodedPacket, name: string, zone: string): Referral | null {
  const cuts = (message.authorities ?? []).filter((record) => record.type === "NS");
  const below = withoutDot(cuts[0]?.name ?? "");
  if (cuts.length === 0 || !isWithin(name, below) || below === zone || !isWithin(below, zone)) return null;
  const servers = cuts
    .filter((record) => withoutDot(record.name) === below)
    .map((record) => {
      const server = withoutDot(textOf(record));
      const glue = (message.additionals ?? []).filter(
        (extra) => (extra.type === "A" || extra.type === "AAAA") && withoutDot(extra.name) === server,
      );
      // Trusts addresses only from a server whose zone is above their name (RFC 2181, section 5.4.1).
      const addresses = isWithin(server, zone) ? glue.map(textOf) : [];
      return { name: server, addresses, ttlSeconds: "ttl" in record ? (record.ttl ?? 0) : 0 };
    });
  return { zone: below, servers };
}

/** True if `name` is `zone` or below it; the root is the empty name. */
export function isWithin(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}

function textOf(record: Answer): string {
  return "data" in record ? String(record.data) : "";
}

/** As in `RecordSet`. */
export function recordValue(type: AskedType, record: Answer): string {
  if (record.type === "TXT") {
    const strings = Array.isArray(record.data) ? record.data : [record.data];
    return Buffer.concat(strings.map((part) => Buffer.from(part))).toString("utf8");
  }
  if (record.type === "CAA") return caaText(record.data);
  if (record.type === "MX") return `${record.data.preference ?? 0} ${withoutDot(record.data.exchange)}`;
  if (type === "AAAA") return canonicalIpv6(textOf(record));
  return type === "A" ? textOf(record) : withoutDot(textOf(record));
}

/** As in a zone file (RFC 8659, section 4.1.1): `0 issue "letsencrypt.org"`. */
function caaText({ flags = 0, tag, value }: CaaData): string {
  return `${flags} ${tag} "${value}"`;
}
