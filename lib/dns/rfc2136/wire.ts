import { isIPv4, isIPv6 } from "node:net";
import { type Answer, type CaaData, encode } from "dns-packet";
import { Failure } from "@/lib/gateway/failure";
import type { RecordType } from "@/lib/gateway/model";
import { texts } from "./texts";

/**
 * Requests as octets. dns-packet, which reads the answers, can't write what an update consists of: records without data, and
 * records of class NONE (RFC 2136, section 2.4).
 */

/** The types that can exist at a name, which are asked for one by one, because servers don't have to answer ANY (RFC 8482). */
export const typeCodes = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  LOC: 29,
  SRV: 33,
  NAPTR: 35,
  DNAME: 39,
  DS: 43,
  SSHFP: 44,
  TLSA: 52,
  SVCB: 64,
  HTTPS: 65,
  SPF: 99,
  TSIG: 250,
  AXFR: 252,
  ANY: 255,
  URI: 256,
  CAA: 257,
} as const;

export type WireType = keyof typeof typeCodes;

const notStanding: ReadonlySet<WireType> = new Set(["TSIG", "AXFR", "ANY"]);
export const standingTypes = (Object.keys(typeCodes) as WireType[]).filter((type) => !notStanding.has(type));

const classes = { IN: 1, NONE: 254, ANY: 255 } as const;
const opcodeUpdate = 5 << 11;

export interface WireRecord {
  name: string;
  type: WireType;
  class: keyof typeof classes;
  ttlSeconds?: number;
  data?: Buffer;
}

export function queryMessage(id: number, name: string, type: WireType): Buffer {
  return Buffer.concat([header(id, 0, [1, 0, 0]), nameOctets(name), question(type)]);
}

/** An update of one zone (RFC 2136, section 2). */
export function updateMessage(
  id: number,
  zone: string,
  prerequisites: readonly WireRecord[],
  updates: readonly WireRecord[],
): Buffer {
  const octets = [
    header(id, opcodeUpdate, [1, prerequisites.length, updates.length]),
    nameOctets(zone),
    question("SOA"),
  ];
  let length = octets.reduce((sum, part) => sum + part.length, 0);
  const seen = new Map([[zone.toLowerCase(), 12]]);
  for (const record of [...prerequisites, ...updates]) {
    const owner = compressed(record.name, length, seen);
    const fixed = Buffer.alloc(10);
    fixed.writeUInt16BE(typeCodes[record.type], 0);
    fixed.writeUInt16BE(classes[record.class], 2);
    fixed.writeUInt32BE(record.ttlSeconds ?? 0, 4);
    const data = record.data ?? Buffer.alloc(0);
    fixed.writeUInt16BE(data.length, 8);
    octets.push(owner, fixed, data);
    length += owner.length + fixed.length + data.length;
  }
  return Buffer.concat(octets);
}

function header(id: number, flags: number, [first, second, third]: [number, number, number]): Buffer {
  const octets = Buffer.alloc(12);
  [id, flags, first, second, third].forEach((value, index) => {
    octets.writeUInt16BE(value, index * 2);
  });
  return octets;
}

function question(type: WireType): Buffer {
  return Buffer.from([typeCodes[type] >> 8, typeCodes[type] & 0xff, 0, classes.IN]);
}

/** Points to the longest suffix of the name that is already in the message (RFC 1035, section 4.1.4). */
function compressed(name: string, at: number, seen: Map<string, number>): Buffer {
  const plain = nameOctets(name);
  let offset = 0;
  for (let rest = name.toLowerCase().replace(/\.$/, ""); rest; rest = rest.split(".").slice(1).join(".")) {
    const pointer = seen.get(rest);
    if (pointer !== undefined)
      return Buffer.concat([plain.subarray(0, offset), Buffer.from([0xc0 | (pointer >> 8), pointer & 0xff])]);
    if (at + offset < 0x4000) seen.set(rest, at + offset);
    offset += (plain[offset] ?? 0) + 1;
  }
  return plain;
}

/** Throws `rejected` for anything that isn't a DNS name. */
export function nameOctets(name: string): Buffer {
  const plain = name.replace(/\.$/, "");
  const labels = plain === "" ? [] : plain.split(".").map((label) => Buffer.from(label, "utf8"));
  const octets = Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), label]),
    Buffer.from([0]),
  ]);
  if (octets.length > 255 || labels.some(({ length }) => length === 0 || length > 63))
    throw new Failure("rejected", texts.notAName({ name }));
  return octets;
}

/** Where the name that starts at `offset` ends. Throws `RangeError` if the message ends before that. */
export function skipName(message: Buffer, offset: number): number {
  let at = offset;
  for (;;) {
    const length = message.readUInt8(at);
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2;
    at += length + 1;
  }
}

/** The data of a record, from a value as in `RecordSet`. Throws `rejected` if the type can't hold it. */
export function dataOctets(type: RecordType, value: string): Buffer {
  const wrong = () => new Failure("rejected", texts.notData({ type, value }));
  switch (type) {
    case "A":
      if (!isIPv4(value)) throw wrong();
      return recordData({ name: ".", type, data: value });
    case "AAAA":
      if (!isIPv6(value) || value.includes("%")) throw wrong();
      return recordData({ name: ".", type, data: value });
    case "CNAME":
    case "NS":
      return nameOctets(value);
    case "TXT":
      return recordData({ name: ".", type, data: characterStrings(Buffer.from(value, "utf8")) });
    case "CAA": {
      const [, flags, tag, text] =
        /^(\d{1,3}) (issue|issuewild|iodef) "((?:[^"\\]|\\.)*)"$/.exec(value) ?? [];
      if (flags === undefined || tag === undefined || text === undefined) throw wrong();
      const data = { flags: Number(flags), tag: tag as CaaData["tag"], value: text.replace(/\\(.)/g, "$1") };
      return recordData({ name: ".", type, data });
    }
  }
}

/** The exact data of a record that was read, because an update that replaces the record has to name it. */
export function recordData(record: Answer): Buffer {
  // It comes after the root's name, type, class, TTL and length.
  return encode({ type: "response", answers: [{ ...record, name: "." } as Answer] }).subarray(12 + 11);
}

/** A character-string holds at most 255 octets (RFC 1035, section 3.3). */
function characterStrings(octets: Buffer): Buffer[] {
  const strings: Buffer[] = [];
  for (let start = 0; start === 0 || start < octets.length; start += 255)
    strings.push(octets.subarray(start, start + 255));
  return strings;
}
