import type { Answer, DecodedPacket } from "dns-packet";
import { Failure } from "@/lib/gateway/failure";
import type { ExistingRecords, RecordSet, RecordType } from "@/lib/gateway/model";
import type { ChangeableZone } from "../batching";
import { sameRecordSet } from "../batching";
import { withoutDot } from "../record-data";
import { rcodeOf } from "../resolver/exchange";
import { recordValue } from "../resolver/message";
import { isConclusive } from "./answers";
import { ask, type Connection, type Question, update } from "./exchange";
import { rcodes, refusal, unreachable } from "./failure";
import { texts } from "./texts";
import { dataOctets, recordData, standingTypes, type WireRecord, type WireType } from "./wire";

/** The types that Lamia itself reads and writes. */
export const recordTypes: readonly RecordType[] = ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"];

/** The records of one name and type as the primary server holds them. */
export interface HeldRecords {
  name: string;
  /** In uppercase. */
  type: string;
  ttlSeconds: number;
  records: readonly Answer[];
}

/** Records by name and type. Those that DNSSEC adds automatically don't count (RFC 4034). */
export function heldRecords(records: readonly Answer[]): HeldRecords[] {
  const held = new Map<string, HeldRecords & { records: Answer[] }>();
  for (const record of records) {
    if (["RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "TSIG", "OPT"].includes(record.type)) continue;
    const [name, type] = [withoutDot(record.name), record.type];
    const known = held.get(`${type} ${name}`);
    const ttlSeconds = "ttl" in record ? (record.ttl ?? 0) : 0;
    if (known) known.records.push(record);
    else held.set(`${type} ${name}`, { name, type, ttlSeconds, records: [record] });
  }
  return [...held.values()];
}

/** As `DnsProvider.readAll` gives it. */
export function existingRecords(held: HeldRecords): ExistingRecords {
  const set = recordSetOf(held);
  return { type: held.type, set, described: (set?.values ?? held.records.map(described)).join(", ") };
}

export function recordSetOf({ name, type: held, ttlSeconds, records }: HeldRecords): RecordSet | null {
  const type = recordTypes.find((known) => known === held);
  if (!type) return null;
  return { name, type, ttlSeconds, values: records.map((record) => recordValue(type, record)).sort() };
}

/** The data of a type that Lamia doesn't write, for display. */
function described(record: Answer): string {
  if (record.type === "MX") {
    const { preference = 0, exchange } = record.data;
    return `${preference} ${withoutDot(exchange)}.`;
  }
  if (record.type === "SRV") {
    const { priority = 0, weight = 0, port, target } = record.data;
    return `${priority} ${weight} ${port} ${withoutDot(target)}.`;
  }
  const data = "data" in record ? record.data : "";
  if (typeof data === "string") return data;
  // RFC 3597, section 5.
  const octets = recordData(record).toString("hex");
  return `\\# ${octets.length / 2} ${octets}`;
}

/**
 * What the primary server holds at a name, of every type that is known here. A server makes up answers from a wildcard
 * without saying so, but the prerequisites of an update are compared with what really exists (RFC 2136, section 3.2). So an
 * update without any change tells whether the name itself exists. Throws `Failure`.
 */
export async function readName(connection: Connection, zone: string, name: string): Promise<HeldRecords[]> {
  const plain = withoutDot(name);
  const first = await answersTo(connection, zone, [{ name: plain, type: "TXT" }]);
  // An alias whose target doesn't exist gets NXDOMAIN, too (RFC 6604).
  const isFree = ({ answers = [], ...answer }: DecodedPacket) =>
    rcodeOf(answer) === rcodes.nxDomain && answers.length === 0;
  if (first.every(isFree)) return [];
  const others = standingTypes.filter((type) => type !== "TXT").map((type) => ({ name: plain, type }));
  const held = heldRecords(
    [...first, ...(await answersTo(connection, zone, others))].flatMap(ownRecords(plain)),
  );
  if (held.length === 0) return [];
  return (await isInUse(connection, zone, plain)) ? held.map(withoutDoubles) : [];
}

async function answersTo(
  connection: Connection,
  zone: string,
  questions: readonly Question[],
): Promise<DecodedPacket[]> {
  const { answers, server } = await ask(connection, questions);
  for (const [index, answer] of answers.entries()) {
    const { name = "", type = "TXT" } = questions[index] ?? {};
    const rcode = rcodeOf(answer);
    if (rcode !== rcodes.noError && rcode !== rcodes.nxDomain)
      throw refusal(rcode, "query", { server, key: connection.key, zone });
    if (!isConclusive({ name, type }, zone, answer)) throw unreachable(server, texts.oddAnswer({ name }));
  }
  return answers;
}

/** Records of the name itself; NS records of a zone that starts there come in a referral. */
function ownRecords(name: string) {
  return ({ answers = [], authorities = [], flag_aa: isAuthoritative }: DecodedPacket): Answer[] => {
    const cut = isAuthoritative ? [] : authorities.filter(({ type }) => type === "NS");
    return [...answers, ...cut].filter((record) => withoutDot(record.name) === name);
  };
}

/** A CNAME record answers every question. */
function withoutDoubles(held: HeldRecords): HeldRecords {
  const seen = new Map(held.records.map((record) => [recordData(record).toString("hex"), record]));
  return { ...held, records: [...seen.values()] };
}

async function isInUse(connection: Connection, zone: string, name: string): Promise<boolean> {
  const { answer, server } = await update(connection, zone, [{ name, type: "ANY", class: "ANY" }], []);
  const rcode = rcodeOf(answer);
  if (rcode === rcodes.nxDomain) return false;
  if (rcode === rcodes.noError) return true;
  throw refusal(rcode, "update", { server, key: connection.key, zone });
}

/** A record set with exactly the records that were read. */
type SpelledRecordSet = RecordSet & { records?: readonly Answer[] };

/** The zone in the form that batching needs. */
export function changeableZone(connection: Connection, zone: string): ChangeableZone {
  /** By name and type, as the server answers, perhaps from a wildcard. */
  async function answered(wanted: readonly { name: string; type: RecordType }[]) {
    const questions = wanted.map(({ name, type }) => ({ name: withoutDot(name), type }));
    const answers = questions.length > 0 ? await answersTo(connection, zone, questions) : [];
    return answers.map((answer, index): SpelledRecordSet | null => {
      const { name, type } = questions[index] ?? { name: "", type: "A" };
      const found = heldRecords(ownRecords(name)(answer)).find((held) => held.type === type);
      const set = found && recordSetOf(found);
      return set ? { ...set, records: found.records } : null;
    });
  }

  return {
    // A policy may allow only some names.
    isDivisible: ({ kind }) => kind === "rejected" || kind === "refused",
    async holds(wanted) {
      const sets = await answered(wanted);
      return Promise.all(
        sets.map(async (set) => (set && (await isInUse(connection, zone, set.name)) ? set : null)),
      );
    },
    async change(deletions, additions) {
      const added = additions.map((set) => ({
        set,
        data: set.values.map((value) => dataOctets(set.type, value)),
      }));
      // A prerequisite compares the exact values, but not the TTL.
      const standing = await answered(deletions);
      if (deletions.some((set, index) => !sameRecordSet(set, standing[index] ?? null)))
        throw new Failure("conflict", texts.zoneChanged({ zone }));
      const updates: WireRecord[] = [
        ...deletions.map(({ name, type }): WireRecord => ({ name, type, class: "ANY" })),
        ...added.flatMap(({ set: { name, type, ttlSeconds }, data }) =>
          data.map((octets): WireRecord => ({ name, type, class: "IN", ttlSeconds, data: octets })),
        ),
      ];
      const asSeen = standing.flatMap((set) => (set ? recordsOf(set) : []));
      const prerequisites = [...asSeen, ...additions.flatMap((set) => nothingBeside(set, deletions))];
      const { answer, server } = await update(connection, zone, prerequisites, updates);
      const rcode = rcodeOf(answer);
      if (rcode !== rcodes.noError) throw refusal(rcode, "update", { server, key: connection.key, zone });
    },
  };
}

/** "RRset exists (value dependent)" (RFC 2136, section 2.4.2). */
function recordsOf({ name, type, records = [] }: SpelledRecordSet): WireRecord[] {
  return records.map((record) => ({ name, type, class: "IN", data: recordData(record) }));
}

/**
 * What must not exist where a record set is added: one of its type that wasn't seen, and anything that can't coexist with it.
 * A server silently ignores an addition next to a CNAME record (RFC 2136, section 3.4.2.2).
 */
function nothingBeside({ name, type }: RecordSet, deletions: readonly RecordSet[]): WireRecord[] {
  const deleted = deletions.filter((set) => set.name === name).map((set): WireType => set.type);
  if (type === "CNAME" && deleted.length === 0) return [{ name, type: "ANY", class: "NONE" }];
  const excluded: readonly WireType[] = type === "CNAME" ? standingTypes : [type, "CNAME"];
  return [...new Set(excluded)]
    .filter((each) => !deleted.includes(each))
    .map((each) => ({ name, type: each, class: "NONE" }));
}
