import type { Answer, DecodedPacket } from "dns-packet";
import { withoutDot } from "../record-data";
import { rcodeOf } from "../resolver/exchange";
import { isWithin } from "../resolver/message";
import { rcodes } from "./failure";

/**
 * What an answer proves. A server that says that there is nothing says who says so: a negative answer comes with the SOA record of the
 * zone (RFC 2308, section 3), and a referral with the NS records of the zone below. An answer with neither isn't one, and proves nothing.
 */

interface Asked {
  name: string;
  type: string;
}

const ownerOf = (record: Answer) => withoutDot(record.name);
const soaIn = (records: readonly Answer[] = []) => records.find(({ type }) => type === "SOA");
const isAlias = ({ type }: Answer) => type === "CNAME" || type === "DNAME";

/** Whether an answer without an error is one about the name: its records, or that there are none. */
export function isConclusive({ name, type }: Asked, zone: string, answer: DecodedPacket): boolean {
  const { answers = [], authorities = [], flag_aa: isAuthoritative } = answer;
  if (answers.some((record) => ownerOf(record) === name)) return true;
  if (!isAuthoritative) {
    const cut = authorities.find((record) => record.type === "NS");
    const below = cut ? ownerOf(cut) : zone;
    return below !== zone && isWithin(below, zone) && isWithin(name, below);
  }
  const soa = soaIn(authorities);
  if (!soa || !isWithin(name, ownerOf(soa))) return false;
  // The DS record of a zone is in its parent zone.
  return type === "DS" || isWithin(ownerOf(soa), zone);
}

/** The apex in the SOA record of an answer: the record itself, or where a negative answer comes from. */
export function apexOf({ flag_aa: isAuthoritative, answers = [], authorities = [] }: DecodedPacket) {
  if (!isAuthoritative || answers.some(isAlias)) return null;
  const soa = soaIn([...answers, ...authorities]);
  return soa ? ownerOf(soa) : null;
}

/** An authoritative answer that has nothing, and doesn't say which zone has nothing. */
export function isEmpty(answer: DecodedPacket): boolean {
  const { answers = [], authorities = [], flag_aa: isAuthoritative } = answer;
  const rcode = rcodeOf(answer);
  const isNegative = rcode === rcodes.noError || rcode === rcodes.nxDomain;
  return isNegative && Boolean(isAuthoritative) && answers.length === 0 && !soaIn(authorities);
}

/** Whether the messages of a transfer so far begin like one of the zone, and whether they end like one (RFC 5936, section 2.2). */
export function transferState(records: readonly Answer[], zone: string): "odd" | "open" | "complete" {
  const [first] = records;
  if (!first) return "open";
  const isOwn = (record: Answer) => record.type === "SOA" && ownerOf(record) === zone;
  if (!isOwn(first) || records.some((record) => record.type === "SOA" && !isOwn(record))) return "odd";
  const end = records.findIndex((record, index) => index > 0 && isOwn(record));
  if (end < 0) return "open";
  const isLast = end === records.length - 1;
  return isLast && serialOf(records[end]) === serialOf(first) ? "complete" : "odd";
}

function serialOf(record: Answer | undefined): number | undefined {
  return record?.type === "SOA" ? record.data.serial : undefined;
}
