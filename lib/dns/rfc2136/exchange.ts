import { randomInt } from "node:crypto";
import { connect } from "node:net";
import type { Answer, DecodedPacket } from "dns-packet";
import pLimit from "p-limit";
import { Failure } from "@/lib/gateway/failure";
import type { ConnectGuard } from "../provider-definition";
import { networkWords, rcodeOf } from "../resolver/exchange";
import { transferState } from "./answers";
import { rcodes, refusal, type Server, unreachable, unusableSignature } from "./failure";
import { texts } from "./texts";
import { decoded, sign, type TsigKey, type TsigProblem, verifier } from "./tsig";
import { queryMessage, updateMessage, type WireRecord, type WireType } from "./wire";

export interface Connection {
  /** The first server that can be reached is asked. */
  servers: readonly Server[];
  key: TsigKey;
  /** Says which servers may be connected to, if a user has named them. */
  guard?: ConnectGuard | undefined;
}

type Access = Omit<Connection, "servers">;

export interface Question {
  name: string;
  type: WireType;
}

/** How long connecting, and each message of an answer, may take. */
const patienceMs = 5_000;
/** How long everything may take; a transfer of a large zone consists of many messages. */
const longestMs = 60_000;
const largestTransferOctets = 64 * 1_024 * 1_024;
/** How many connections this process has at a time, because servers allow each client only a few. */
const gate = pLimit(16);

interface Request {
  id: number;
  message: Buffer;
  /** Whether these messages are the whole answer. */
  isAnswered(messages: readonly DecodedPacket[]): boolean;
}

/**
 * What a server may say before it looks for a key, such as Knot DNS about names outside its zones: FORMERR, SERVFAIL, NOTIMP,
 * REFUSED, NOTAUTH, NOTZONE. Trusting it can only delay something; nothing is written or skipped because of it.
 */
const mayBeUnsigned: ReadonlySet<number> = new Set([1, 2, 4, 5, 9, 10]);

/** Whether an answer was signed with the key; an unsigned one is a refusal. */
export function isSigned({ additionals }: DecodedPacket): boolean {
  return additionals?.at(-1)?.type === "TSIG";
}

const isOne = (messages: readonly DecodedPacket[]) => messages.length === 1;

/** Signed queries over one connection; the answers have the order of the questions. Throws `Failure`. */
export async function ask(
  connection: Connection,
  questions: readonly Question[],
): Promise<{ answers: DecodedPacket[]; server: Server }> {
  const ids = distinctIds(questions.length);
  const requests = questions.map(({ name, type }, index) => {
    const id = ids[index] ?? 0;
    return { id, message: queryMessage(id, name, type), isAnswered: isOne };
  });
  const { answers, server } = await converse(connection, requests);
  return { answers: answers.flat(), server };
}

/** One signed update (RFC 2136). Throws `Failure` if there is no answer, but not for what the answer says. */
export async function update(
  connection: Connection,
  zone: string,
  prerequisites: readonly WireRecord[],
  updates: readonly WireRecord[],
): Promise<{ answer: DecodedPacket; server: Server }> {
  const id = randomInt(0x1_0000);
  const message = updateMessage(id, zone, prerequisites, updates);
  const requests = [{ id, message, isAnswered: isOne }];
  const { answers, server } = await converse(connection, requests, { what: "update", zone });
  const [answer] = answers.flat();
  if (!answer) throw unreachable(server, texts.cutShort);
  return { answer, server };
}

/**
 * Everything that the zone holds, in a signed transfer (AXFR, RFC 5936). `refusal` is the answer of a server that doesn't
 * allow it. With `justBegin`, only waits for the first message, which shows whether the transfer is allowed.
 */
export async function transfer(
  connection: Connection,
  zone: string,
  { justBegin = false }: { justBegin?: boolean } = {},
): Promise<{ records: Answer[]; refusal: DecodedPacket | null; server: Server }> {
  const id = randomInt(0x1_0000);
  const records: Answer[] = [];
  let read = 0;
  const isAnswered = (messages: readonly DecodedPacket[]) => {
    for (; read < messages.length; read++) {
      const message = messages[read];
      if (!message || isRefused(message)) return true;
      for (const record of message.answers ?? []) records.push(record);
    }
    return justBegin || mayEnd(records);
  };
  const requests = [{ id, message: queryMessage(id, zone, "AXFR"), isAnswered }];
  const { answers, server } = await converse(connection, requests, { what: "transfer", zone });
  const refused = answers.flat().find(isRefused) ?? null;
  const state = transferState(records, zone);
  if (!refused && state !== "complete" && !(justBegin && state === "open"))
    throw unreachable(server, texts.oddTransfer({ zone }));
  return { records, refusal: refused, server };
}

const isRefused = ({ flags = 0, answers }: DecodedPacket) => (flags & 0xf) !== 0 || !answers?.length;

/** Whether no more messages follow: an SOA record comes first and last. Anything else at the beginning is no transfer. */
function mayEnd(records: readonly Answer[]): boolean {
  return records[0]?.type !== "SOA" || (records.length > 1 && records.at(-1)?.type === "SOA");
}

function notAllowed(problem: string, guard: ConnectGuard | undefined): Failure {
  return new Failure("unconfigured", problem, guard ? { remedy: guard.remedy } : {});
}

function distinctIds(count: number): number[] {
  const first = randomInt(0x1_0000);
  return Array.from({ length: count }, (_, index) => (first + index) & 0xffff);
}

/**
 * Tries one server after another until one accepts the connection, and no other after that, because what was sent may have been
 * done.
 */
async function converse(
  { servers, key, guard }: Connection,
  requests: readonly Request[],
  action?: { what: "update" | "transfer"; zone: string },
): Promise<{ answers: DecodedPacket[][]; server: Server }> {
  let last: Failure | undefined;
  for (const server of servers) {
    const outcome = await gate(() => overTcp(server, { key, guard }, requests));
    if ("answers" in outcome) return { answers: outcome.answers, server };
    // Knot DNS also says BADKEY about a key that it knows but that isn't allowed to do this.
    if (action && outcome.problem === "unknown-key" && (await knowsKey(server, { key, guard }, action.zone)))
      throw refusal(rcodes.refused, action.what, { server, key, zone: action.zone });
    if (outcome.isSent) throw outcome.failure;
    last = outcome.failure;
  }
  throw last ?? unreachable({ host: "", port: 53 }, texts.noServer);
}

async function knowsKey(server: Server, access: Access, zone: string): Promise<boolean> {
  const id = randomInt(0x1_0000);
  const request = { id, message: queryMessage(id, zone, "SOA"), isAnswered: isOne };
  const outcome = await gate(() => overTcp(server, access, [request]));
  return "answers" in outcome && outcome.answers.flat().every(isSigned);
}

type Outcome =
  | { answers: DecodedPacket[][] }
  | { failure: Failure; isSent: boolean; problem?: TsigProblem["kind"] };

function overTcp(server: Server, { key, guard }: Access, requests: readonly Request[]): Promise<Outcome> {
  const refusal = guard?.problemOf(server.host) ?? null;
  if (refusal !== null) return Promise.resolve({ failure: notAllowed(refusal, guard), isSent: false });
  return new Promise((resolve) => {
    const open = new Map(
      requests.map((request, index) => {
        const { message, mac } = sign(request.message, key);
        return [request.id, { ...request, index, message, verify: verifier(key, mac) }] as const;
      }),
    );
    const answers: DecodedPacket[][] = requests.map(() => []);
    const resolving = guard ? { lookup: guard.lookup } : {};
    const socket = connect({ host: server.host, port: server.port, ...resolving });
    let [received, octets, isSent] = [Buffer.alloc(0), 0, false];
    const end = (outcome: Outcome) => {
      clearTimeout(longest);
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.destroy();
      resolve(outcome);
    };
    const fail = (reason: string) => end({ failure: unreachable(server, reason), isSent });
    const late = () => fail(texts.noAnswer({ seconds: patienceMs / 1_000 }));
    const longest = setTimeout(() => fail(texts.noAnswer({ seconds: longestMs / 1_000 })), longestMs);

    function take(message: Buffer): void {
      const answer = decoded(message);
      const request = answer && open.get(answer.id ?? -1);
      if (!answer?.flag_qr || !request) {
        fail(texts.unreadable);
        return;
      }
      // TCP has no limit that an answer doesn't fit in.
      if (answer.flag_tc) {
        fail(texts.cutShort);
        return;
      }
      const { index, verify, isAnswered } = request;
      const found = verify.problem(message, answer);
      const isRefusal = found?.kind === "unsigned" && mayBeUnsigned.has(rcodeOf(answer));
      const problem = isRefusal ? null : found;
      answers[index]?.push(isRefusal ? { ...answer, answers: [], authorities: [], additionals: [] } : answer);
      const isLast = isAnswered(answers[index] ?? []);
      const wrong = problem ?? (isLast && !verify.isWhole() ? ({ kind: "unsigned" } as const) : null);
      if (wrong) end({ failure: unusableSignature(wrong, server, key), isSent, problem: wrong.kind });
      else if (isLast) open.delete(request.id);
      if (open.size === 0) end({ answers });
    }

    socket.setTimeout(patienceMs, late);
    socket.once("connect", () => {
      isSent = true;
      for (const { message } of open.values()) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(message.length);
        socket.write(Buffer.concat([length, message]));
      }
    });
    socket.on("error", (error) => {
      if (error instanceof Failure) end({ failure: notAllowed(error.message, guard), isSent });
      else fail(networkWords(error));
    });
    socket.on("close", () => fail(texts.cutShort));
    socket.on("data", (chunk) => {
      octets += chunk.length;
      if (octets > largestTransferOctets) return fail(texts.tooLarge);
      received = Buffer.concat([received, chunk]);
      while (!socket.destroyed && received.length >= 2) {
        const length = received.readUInt16BE(0);
        if (received.length < 2 + length) break;
        const message = Buffer.from(received.subarray(2, 2 + length));
        received = received.subarray(2 + length);
        try {
          take(message);
        } catch {
          // A message that is shorter than it says.
          fail(texts.unreadable);
        }
      }
    });
  });
}
