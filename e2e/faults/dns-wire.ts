import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { type AddressInfo, connect, createServer, isIPv6, type Server, type Socket } from "node:net";
import { nameServerAddresses, rootServerAddress } from "@/sandbox/name-servers/registry";
import type { Rule, Verdict, Wire } from "./http-wire";

/** What a name server does with a question. */
export type DnsVerdict = "answer" | "silent" | "servfail";

/** The connection to all name servers: the same addresses, on another port. */
export interface DnsWire {
  port: number;
  rootServer: string;
  verdict: (address: string) => DnsVerdict;
  close(): Promise<void>;
}

const attempts = 20;
/** Longer than any client waits for an answer. */
const forgottenAfterMs = 5000;
const servfail = 2;

interface Place {
  address: string;
  port: number;
}

/**
 * @param upstreamPort the port of the sandbox's name servers
 * @param others further name servers, each on an address of its own
 */
export async function startDnsWire(upstreamPort: number, others: readonly Place[] = []): Promise<DnsWire> {
  const upstreams = [...nameServerAddresses.map((address) => ({ address, port: upstreamPort })), ...others];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listen(upstreams);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== "EADDRINUSE" || attempt === attempts) throw thrown;
    }
  }
}

async function listen(upstreams: readonly Place[]): Promise<DnsWire> {
  const udp: UdpSocket[] = [];
  const tcp: Server[] = [];
  const close = async () => {
    await Promise.all([
      ...udp.map((socket) => new Promise<void>((resolve) => socket.close(resolve))),
      ...tcp.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
    ]);
  };
  const wire: DnsWire = { port: 0, rootServer: "", verdict: () => "answer", close };
  try {
    for (const place of upstreams) {
      const { address } = place;
      const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
      await bound((done) => socket.bind(wire.port, address, done), socket);
      udp.push(socket);
      wire.port = socket.address().port;
      socket.on("message", (question, asker) => {
        const verdict = wire.verdict(address);
        if (verdict === "servfail") socket.send(refusal(question), asker.port, asker.address);
        else if (verdict === "answer")
          forward(question, place, (answer) => socket.send(answer, asker.port, asker.address));
      });
      const server = createServer((client) => {
        if (wire.verdict(address) !== "answer") return client.destroy();
        const upstream = connect(place.port, address);
        client.on("error", () => upstream.destroy()).pipe(upstream);
        upstream.on("error", () => client.destroy()).pipe(client);
      });
      await bound((done) => server.listen(wire.port, address, done), server);
      tcp.push(server);
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  wire.rootServer = `${rootServerAddress}:${wire.port}`;
  return wire;
}

function bound(
  begin: (done: () => void) => void,
  listening: { once(event: "error", listener: (thrown: Error) => void): unknown },
): Promise<void> {
  return new Promise((resolve, reject) => {
    listening.once("error", reject);
    begin(resolve);
  });
}

function forward(question: Buffer, to: Place, onAnswer: (answer: Buffer) => void): void {
  const socket = createSocket(isIPv6(to.address) ? "udp6" : "udp4");
  const timer = setTimeout(() => socket.close(), forgottenAfterMs);
  socket.once("message", (answer) => {
    clearTimeout(timer);
    socket.close();
    onAnswer(answer);
  });
  socket.on("error", () => {});
  socket.send(question, to.port, to.address);
}

/** The request as an answer with SERVFAIL (RFC 1035, section 4.1.1). */
function refusal(question: Buffer): Buffer {
  const answer = Buffer.from(question);
  answer[2] = (answer[2] ?? 0) | 0x80;
  answer[3] = ((answer[3] ?? 0) & 0xf0) | servfail;
  return answer;
}

const opcodeUpdate = 5;

/**
 * The connection to a server that takes updates (RFC 2136), over TCP. An update is a `POST`, everything else a `GET`. Refusals
 * of HTTP become SERVFAIL, and an answer that makes no sense becomes a broken connection.
 */
export async function startUpdateWire(upstream: Place): Promise<Wire> {
  const rules = new Set<Rule>();
  const lost = new Map<string, number>();
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    const outward = connect(upstream.port, upstream.address);
    const end = () => {
      clients.delete(client);
      client.destroy();
      outward.destroy();
    };
    for (const socket of [client, outward]) socket.on("error", end).on("close", end);
    let answers: "pass" | "lose" | "cut" = "pass";
    outward.on("data", (answer) => {
      if (answers === "pass") client.write(answer);
      else if (answers === "lose") end();
      else client.write(answer.subarray(0, Math.ceil(answer.length / 2)), end);
    });
    let rest: Buffer = Buffer.alloc(0);
    let before = Promise.resolve();
    client.on("data", (chunk) => {
      const { messages, rest: left } = messagesIn(Buffer.concat([rest, chunk]));
      rest = left;
      for (const message of messages) before = before.then(() => judge(message));
    });

    async function judge(message: Buffer): Promise<void> {
      const method = (((message[2] ?? 0) >> 3) & 0xf) === opcodeUpdate ? "POST" : "GET";
      const call = { method, path: "/dns" };
      let verdict: Verdict | null = null;
      for (const rule of rules) verdict ??= rule(call);
      switch (verdict?.kind) {
        case "answer":
          if (verdict.status < 400) return end();
          client.write(framed(refusal(message)));
          return;
        case "freeze":
          return;
        case "reset":
          return end();
        case "lose-answer":
          lost.set(call.path, (lost.get(call.path) ?? 0) + 1);
          answers = "lose";
          break;
        case "truncate":
          answers = "cut";
          break;
        case "delay":
          await new Promise((resolve) => setTimeout(resolve, verdict.ms));
      }
      outward.write(framed(message));
    }
  });
  await bound((done) => server.listen(0, "127.0.0.1", done), server);
  const cut = () => {
    for (const client of clients) client.destroy();
  };
  return {
    origin: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    rules,
    lost,
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Each message follows its length in two octets (RFC 1035, section 4.2.2). */
function messagesIn(octets: Buffer): { messages: Buffer[]; rest: Buffer } {
  const messages: Buffer[] = [];
  let rest = octets;
  while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
    const end = 2 + rest.readUInt16BE(0);
    messages.push(rest.subarray(2, end));
    rest = rest.subarray(end);
  }
  return { messages, rest };
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
