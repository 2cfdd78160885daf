import dnsPacket, { type Answer, type DecodedPacket, type OptAnswer, type Packet } from "dns-packet";
import { type Reply, refused } from "./lookup";
import { absoluteName, type RecordSet } from "./record-set";
import { parseRrdata } from "./rrdata";

/** Answers one question of class IN; the name is absolute and in lower case. */
export type Answerer = (name: string, type: string) => Reply;

/** UDP responses stay below common MTUs, whatever the client offers (DNS flag day 2020). */
const largestUdpPayload = 1232;
const rcodes = { NOERROR: 0, FORMERR: 1, NOTIMP: 4, REFUSED: 5, NXDOMAIN: 3 } as const;
/** Zone transfers and ANY (RFC 8482) are refused. */
const refusedTypes = new Set(["ANY", "AXFR", "IXFR", "255", "UNKNOWN_255"]);

/**
 * Builds the response to a DNS message (RFC 1035, EDNS0 by RFC 6891).
 * @returns undefined when the message must be ignored: too short for a header, or itself a response
 */
export function respond(message: Buffer, transport: "udp" | "tcp", answer: Answerer): Buffer | undefined {
  if (message.length < 12 || ((message[2] ?? 0) & 0x80) !== 0) return undefined;
  const opcode = ((message[2] ?? 0) >> 3) & 0x0f;
  if (opcode !== 0) return headerOnly(message, rcodes.NOTIMP);
  let query: DecodedPacket;
  try {
    query = dnsPacket.decode(message);
  } catch {
    return headerOnly(message, rcodes.FORMERR);
  }
  const [question, ...more] = query.questions ?? [];
  if (!question || more.length > 0) return headerOnly(message, rcodes.FORMERR);

  const edns = query.additionals?.find((record): record is OptAnswer => record.type === "OPT");
  const opt = edns ? [optRecord(edns.ednsVersion > 0 ? 1 : 0)] : [];
  const recursionDesired = query.flag_rd ? dnsPacket.RECURSION_DESIRED : 0;
  const base: Packet = { type: "response", id: query.id ?? 0, questions: [question] };
  if (edns && edns.ednsVersion > 0) {
    return dnsPacket.encode({ ...base, flags: recursionDesired, additionals: opt });
  }

  const askedFor = absoluteName(question.name);
  const outside = (question.class ?? "IN") !== "IN" || refusedTypes.has(question.type);
  const reply = outside ? refused : answer(askedFor, question.type);
  const flags =
    recursionDesired | (reply.authoritative ? dnsPacket.AUTHORITATIVE_ANSWER : 0) | rcodes[reply.rcode];
  const toRecords = (sets: RecordSet[]) => sets.flatMap((set) => records(set, askedFor, question.name));
  const response = dnsPacket.encode({
    ...base,
    flags,
    answers: toRecords(reply.answers),
    authorities: toRecords(reply.authorities),
    additionals: [...toRecords(reply.additionals), ...opt],
  });
  const room = edns ? Math.min(Math.max(edns.udpPayloadSize, 512), largestUdpPayload) : 512;
  if (transport === "tcp" || response.length <= room) return response;
  return dnsPacket.encode({ ...base, flags: flags | dnsPacket.TRUNCATED_RESPONSE, additionals: opt });
}

/** Spells the owner as the client did if it is the name in the question (0x20 mixed case). */
function records(set: RecordSet, askedFor: string, asSpelled: string): Answer[] {
  const owner = set.name === askedFor ? asSpelled : set.name;
  return set.rrdatas.map((text) => {
    const { data } = parseRrdata(set.type, text) ?? {};
    return { name: owner, type: set.type, ttl: set.ttl, class: "IN", data } as Answer;
  });
}

function optRecord(extendedRcode: number): OptAnswer {
  return {
    type: "OPT",
    name: ".",
    udpPayloadSize: largestUdpPayload,
    extendedRcode,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
}

/** A response of twelve octets: the query's id, opcode and RD, no sections. */
function headerOnly(message: Buffer, rcode: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(message.readUInt16BE(0), 0);
  header[2] = 0x80 | ((message[2] ?? 0) & 0x79);
  header[3] = rcode;
  return header;
}
