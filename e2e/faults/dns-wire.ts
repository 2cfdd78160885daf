import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { connect, createServer, isIPv6, type Server } from "node:net";
import { nameServerAddresses, rootServerAddress } from "@/sandbox/name-servers/registry";

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

export interface Place {
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

export function bound(
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
export function refusal(question: Buffer): Buffer {
  const answer = Buffer.from(question);
  answer[2] = (answer[2] ?? 0) | 0x80;
  answer[3] = ((answer[3] ?? 0) & 0xf0) | servfail;
  return answer;
}
