import { createHmac, timingSafeEqual } from "node:crypto";
import { type DecodedPacket, decode } from "dns-packet";
import type { SecretText } from "@/lib/model/secret-text";
import { withoutDot } from "../record-data";
import { nameOctets, skipName, typeCodes } from "./wire";

/** Messages signed with a shared secret (RFC 8945). The library for the DNS format knows the record, but not how to use it. */

/** From the name in DNS to Node's name for the hash. */
export const algorithms = {
  "hmac-sha256": "sha256",
  "hmac-sha512": "sha512",
  "hmac-sha384": "sha384",
  "hmac-sha224": "sha224",
  "hmac-sha1": "sha1",
} as const;

export type TsigAlgorithm = keyof typeof algorithms;
export interface TsigKey {
  name: string;
  algorithm: TsigAlgorithm;
  /** In base64. */
  secret: SecretText;
}

/** What is wrong with a signature, according to the server or to our own check. */
export type TsigProblem =
  | { kind: "unknown-key" }
  | { kind: "wrong-secret" }
  /** How far the server's clock is ahead of ours, in seconds; negative if it is behind. */
  | { kind: "clock"; aheadSeconds: number }
  /** The answer has no signature, or one that wasn't made with the key. */
  | { kind: "unsigned" };

/** RFC 8945, section 10: the recommended tolerance between clocks, in seconds. */
const fudgeSeconds = 300;
/** RFC 8945, section 5.3.1: in a transfer, at least every hundredth message is signed. */
const mostUnsigned = 99;
const headerOctets = 12;
const errors = { badSignature: 16, badKey: 17, badTime: 18 } as const;

const uint16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);

function uint48(value: number): Buffer {
  const octets = Buffer.alloc(6);
  octets.writeUIntBE(value, 0, 6);
  return octets;
}

interface Variables {
  key: TsigKey;
  signedAt: Buffer;
  fudge: Buffer;
  error: number;
  other: Buffer;
}

function variableOctets({ key, signedAt, fudge, error, other }: Variables): Buffer {
  return Buffer.concat([
    nameOctets(key.name.toLowerCase()),
    Buffer.from([0, 255, 0, 0, 0, 0]),
    nameOctets(key.algorithm),
    signedAt,
    fudge,
    uint16(error),
    uint16(other.length),
    other,
  ]);
}

function hmac({ algorithm, secret }: TsigKey, parts: readonly Buffer[]): Buffer {
  return createHmac(algorithms[algorithm], Buffer.from(secret.reveal(), "base64"))
    .update(Buffer.concat(parts))
    .digest();
}

/** Signs a message with the current time. `mac` is what verifies the answers to it. */
export function sign(message: Buffer, key: TsigKey): { message: Buffer; mac: Buffer } {
  const signedAt = uint48(Math.floor(Date.now() / 1_000));
  const fudge = uint16(fudgeSeconds);
  const mac = hmac(key, [
    message,
    variableOctets({ key, signedAt, fudge, error: 0, other: Buffer.alloc(0) }),
  ]);
  const data = Buffer.concat([
    nameOctets(key.algorithm),
    signedAt,
    fudge,
    uint16(mac.length),
    mac,
    message.subarray(0, 2),
    Buffer.alloc(4),
  ]);
  const record = Buffer.concat([
    nameOctets(key.name.toLowerCase()),
    uint16(typeCodes.TSIG),
    Buffer.from([0, 255, 0, 0, 0, 0]),
    uint16(data.length),
    data,
  ]);
  const signed = Buffer.concat([message, record]);
  signed.writeUInt16BE(message.readUInt16BE(10) + 1, 10);
  return { message: signed, mac };
}

interface Signature {
  /** Where its record starts in the message. */
  at: number;
  signedAt: Buffer;
  fudge: Buffer;
  mac: Buffer;
  originalId: Buffer;
  error: number;
  other: Buffer;
}

/**
 * Verifies the answers to one signed request, in the order in which they arrive (RFC 8945, section 5.3). Throws if a message
 * can't be read. `isWhole` says whether the latest message was signed, as the last one has to be.
 */
export function verifier(key: TsigKey, requestMac: Buffer) {
  let previous = requestMac;
  let isFirst = true;
  let unsigned: Buffer[] = [];
  return {
    isWhole: () => unsigned.length === 0,
    /** Null if the message can be used: it is signed with the key, or comes between signed messages of a transfer. */
    problem(message: Buffer, decoded: DecodedPacket): TsigProblem | null {
      const found = signatureOf(message, decoded, key);
      if (!found) {
        if (isFirst || unsigned.length >= mostUnsigned) return { kind: "unsigned" };
        unsigned.push(message);
        return null;
      }
      if (found.error === errors.badKey) return { kind: "unknown-key" };
      if (found.error === errors.badSignature) return { kind: "wrong-secret" };
      const bare = Buffer.from(message.subarray(0, found.at));
      found.originalId.copy(bare, 0);
      bare.writeUInt16BE(bare.readUInt16BE(10) - 1, 10);
      const { signedAt, fudge, error, other } = found;
      const last = isFirst
        ? variableOctets({ key, signedAt, fudge, error, other })
        : Buffer.concat([signedAt, fudge]);
      const mac = hmac(key, [uint16(previous.length), previous, ...unsigned, bare, last]);
      if (mac.length !== found.mac.length || !timingSafeEqual(mac, found.mac)) return { kind: "unsigned" };
      const now = Math.floor(Date.now() / 1_000);
      if (error === errors.badTime && other.length === 6)
        return { kind: "clock", aheadSeconds: other.readUIntBE(0, 6) - now };
      const aheadSeconds = signedAt.readUIntBE(0, 6) - now;
      if (Math.abs(aheadSeconds) > fudge.readUInt16BE(0)) return { kind: "clock", aheadSeconds };
      previous = found.mac;
      isFirst = false;
      unsigned = [];
      return null;
    },
  };
}

function signatureOf(message: Buffer, decoded: DecodedPacket, key: TsigKey): Signature | null {
  const last = decoded.additionals?.at(-1);
  if (last?.type !== "TSIG" || withoutDot(last.name) !== withoutDot(key.name)) return null;
  const at = lastRecordAt(message);
  let offset = skipName(message, at) + 10;
  const algorithmAt = offset;
  offset = skipName(message, offset);
  const algorithm = message.subarray(algorithmAt, offset).toString("latin1").toLowerCase();
  if (algorithm !== nameOctets(key.algorithm).toString("latin1")) return null;
  const take = (octets: number) => {
    if (offset + octets > message.length) throw new RangeError("The signature is cut short.");
    offset += octets;
    return message.subarray(offset - octets, offset);
  };
  const [signedAt, fudge] = [take(6), take(2)];
  const mac = take(take(2).readUInt16BE(0));
  const [originalId, error] = [take(2), take(2).readUInt16BE(0)];
  return { at, signedAt, fudge, mac, originalId, error, other: take(take(2).readUInt16BE(0)) };
}

/** Where the last record of a message starts. */
function lastRecordAt(message: Buffer): number {
  const [questions = 0, ...records] = [4, 6, 8, 10].map((at) => message.readUInt16BE(at));
  let offset = headerOctets;
  for (let index = 0; index < questions; index++) offset = skipName(message, offset) + 4;
  let begins = offset;
  for (let left = records.reduce((sum, count) => sum + count, 0); left > 0; left--) {
    begins = offset;
    const fixed = skipName(message, offset) + 10;
    offset = fixed + message.readUInt16BE(fixed - 2);
  }
  return begins;
}

/** Reads a message; null if it isn't a DNS message. */
export function decoded(message: Buffer): DecodedPacket | null {
  try {
    return decode(message);
  } catch {
    return null;
  }
}
