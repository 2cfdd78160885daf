import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import {
  type DecodedPacket,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  type RecordType as PacketType,
  RECURSION_DESIRED,
  streamEncode,
} from "dns-packet";
import pLimit from "p-limit";
import { afterRunning } from "@/lib/gateway/after-running";
import { texts } from "../texts";

export interface Endpoint {
  address: string;
  port: number;
}

interface Question {
  name: string;
  type: PacketType;
  /** RD=1: for resolvers, which ask others on our behalf. */
  isRecursive?: boolean;
}

export interface Patience {
  timeoutMs: number;
  tries: number;
}

/** There was no usable answer. The message is in our own words and may be shown. */
export class NoAnswer extends Error {}

/** The server says, or shows, that it doesn't serve the name: it isn't silent. */
export class NotServed extends NoAnswer {}

/** DNS Flag Day 2020: no fragments on any path. */
const udpPayloadOctets = 1_232;
const formatError = 1;
/** Each query opens a file. */
const gate = pLimit(500);

/**
 * Asks one server, with RD=0 unless the question is recursive: over UDP with EDNS(0), again over TCP if the answer was
 * truncated, and again without EDNS if the server doesn't know it (RFC 6891, section 7). Each query has its own connected
 * socket and port, so that the system drops packets from elsewhere and reports at once if nothing listens. Throws `NoAnswer`.
 */
export async function exchange(
  endpoint: Endpoint,
  question: Question,
  patience: Patience,
): Promise<DecodedPacket> {
  return gate(async () => {
    const answer = await overUdp(endpoint, question, patience, true);
    if (rcodeOf(answer) === formatError) return overUdp(endpoint, question, patience, false);
    return answer;
  });
}

/** RFC 1035, section 4.1.1. dns-packet hides this number in the flags. */
export function rcodeOf({ flags = 0 }: Packet): number {
  return flags & 0xf;
}

async function overUdp(
  endpoint: Endpoint,
  question: Question,
  { timeoutMs, tries }: Patience,
  edns: boolean,
): Promise<DecodedPacket> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const answer = await askUdp(endpoint, question, timeoutMs, edns);
    if (answer) return answer.flag_tc ? askTcp(endpoint, question, timeoutMs * tries, edns) : answer;
  }
  throw new NoAnswer(texts.noAnswer({ seconds: (timeoutMs * tries) / 1_000, tries }));
}

/** Null if there was no answer in time. */
function askUdp(
  { address, port }: Endpoint,
  question: Question,
  timeoutMs: number,
  edns: boolean,
): Promise<DecodedPacket | null> {
  return new Promise((resolve, reject) => {
    const query = queryOf(question, edns);
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const cancel = afterRunning(timeoutMs, () => end(() => resolve(null)));
    const end = (settle: () => void) => {
      cancel();
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.close();
      settle();
    };
    const fail = (error: unknown) => end(() => reject(new NoAnswer(networkWords(error))));
    socket.on("error", fail);
    socket.on("message", (message) => {
      const answer = decodeAnswer(message, query);
      if (answer) end(() => resolve(answer));
    });
    socket.connect(port, address, () => {
      socket.send(encode(query), (error) => {
        if (error) fail(error);
      });
    });
  });
}

function askTcp({ address, port }: Endpoint, question: Question, timeoutMs: number, edns: boolean) {
  return new Promise<DecodedPacket>((resolve, reject) => {
    const query = queryOf(question, edns);
    const socket = connect({ host: address, port });
    let received = Buffer.alloc(0);
    const cancel = afterRunning(timeoutMs, () => fail(texts.noTcpAnswer({ seconds: timeoutMs / 1_000 })));
    const end = (settle: () => void) => {
      cancel();
      socket.destroy();
      settle();
    };
    const fail = (words: string) => end(() => reject(new NoAnswer(words)));
    socket.on("connect", () => socket.write(streamEncode(query)));
    socket.on("error", (error) => fail(texts.overTcp({ problem: networkWords(error) })));
    socket.on("close", () => fail(texts.tcpClosed));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const answer = decodeAnswer(received.subarray(2, 2 + received.readUInt16BE(0)), query);
      if (answer) end(() => resolve(answer));
      else fail(texts.tcpUnreadable);
    });
  });
}

function queryOf(
  { name, type, isRecursive }: Question,
  edns: boolean,
): Packet & { id: number; questions: Question[] } {
  const opt: OptAnswer = {
    type: "OPT",
    name: ".",
    udpPayloadSize: udpPayloadOctets,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  return {
    type: "query",
    id: randomInt(0x1_0000),
    flags: isRecursive ? RECURSION_DESIRED : 0,
    questions: [{ name: name || ".", type }],
    ...(edns ? { additionals: [opt] } : {}),
  };
}

/** Null unless it is the answer to exactly this query. */
function decodeAnswer(message: Buffer, query: { id: number; questions: Question[] }): DecodedPacket | null {
  try {
    const answer = decode(message);
    if (!answer.flag_qr || answer.id !== query.id) return null;
    const [asked] = query.questions;
    const [echoed] = answer.questions ?? [];
    // Some servers omit the question from a FORMERR.
    if (!echoed) return rcodeOf(answer) === formatError ? answer : null;
    return echoed.type === asked?.type && sameName(echoed.name, asked.name) ? answer : null;
  } catch {
    return null;
  }
}

function sameName(left: string, right: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/\.$/, "");
  return plain(left) === plain(right);
}

const words: Record<string, string> = {
  ECONNREFUSED: texts.nothingListens,
  ENETUNREACH: texts.networkUnreachable,
  EHOSTUNREACH: texts.hostUnreachable,
  ECONNRESET: texts.connectionCut,
  EACCES: texts.notAllowedHere,
  EPERM: texts.notAllowedHere,
};

export function networkWords(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return words[code] ?? (code ? texts.networkFailedWith({ code }) : texts.networkFailed);
}

interface KeptByName<Value> {
  current(name: string): Value | undefined;
  keep(name: string, value: Value, ttlSeconds: number): void;
}

const longestKeptMs = 300_000;
const maxKept = 10_000;

/** Keeps values for as long as their TTL says, at most five minutes. */
export function keptByName<Value>(): KeptByName<Value> {
  const kept = new Map<string, { value: Value; untilMs: number }>();
  return {
    current(name) {
      const entry = kept.get(name);
      return entry && Date.now() < entry.untilMs ? entry.value : undefined;
    },
    keep(name, value, ttlSeconds) {
      const oldest = kept.size >= maxKept && !kept.has(name) ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(name, { value, untilMs: Date.now() + Math.min(longestKeptMs, ttlSeconds * 1_000) });
    },
  };
}
