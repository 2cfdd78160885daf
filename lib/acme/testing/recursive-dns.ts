import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { type Answer, decode, encode, type Packet, RECURSION_AVAILABLE, RECURSION_DESIRED } from "dns-packet";
import { withoutDot } from "@/lib/dns/record-data";
import { type Endpoint, NoAnswer } from "@/lib/dns/resolver/exchange";
import { type Walker, walkerFrom } from "@/lib/dns/resolver/iterate";

export interface RecursiveDns extends Endpoint {
  close(): Promise<void>;
}

const types = ["A", "AAAA", "CNAME", "NS", "TXT"] as const;
const serverFailure = 2;
const notImplemented = 4;
/** The CA must not cache any answer. */
const ttl = 0;

/**
 * A small recursive resolver over UDP and TCP, for CAs that can only ask one (Pebble). It walks down from the given root servers for
 * each query and caches no answer. Answers A, AAAA, CNAME, NS and TXT.
 */
export async function startRecursiveDns(upstream: {
  rootServers: readonly Endpoint[];
  port: number;
}): Promise<RecursiveDns> {
  const walker = walkerFrom({ ...upstream, patience: { timeoutMs: 1_500, tries: 2 } });
  const socket = createSocket("udp4");
  const address = "127.0.0.1";
  socket.on("message", (message, from) => {
    void respond(walker, message).then((response) => {
      if (response) socket.send(response, from.port, from.address);
    });
  });
  // Pebble asks over TCP since 2.7. Messages come with their length in front (RFC 7766, section 8).
  const server = createServer((connection) => {
    let received = Buffer.alloc(0);
    connection.on("error", () => connection.destroy());
    connection.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        const message = received.subarray(2, end);
        received = received.subarray(end);
        void respond(walker, message).then((response) => {
          if (!response) return connection.destroy();
          const length = Buffer.alloc(2);
          length.writeUInt16BE(response.length);
          connection.write(Buffer.concat([length, response]));
        });
      }
    });
  });
  await once(server.listen(0, address), "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, address, resolve);
  });
  return {
    address,
    port,
    async close() {
      server.close();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

async function respond(walker: Walker, message: Buffer): Promise<Buffer | null> {
  const query = read(message);
  const [question] = query?.questions ?? [];
  if (!query || !question) return null;
  const reply = (rcode: number, answers: Answer[] = []) => {
    const packet: Packet = {
      type: "response",
      id: query.id ?? 0,
      flags: RECURSION_DESIRED | RECURSION_AVAILABLE | rcode,
      questions: [question],
      answers,
    };
    return encode(packet);
  };
  const type = types.find((known) => known === question.type);
  if (!type) return reply(notImplemented);
  try {
    const { values, alias } = await walker.lookup(withoutDot(question.name), type);
    const owner = alias ?? question.name;
    const records = values.map((data): Answer => ({ type, name: owner, ttl, data }));
    const chain: Answer[] = alias === null ? [] : [{ type: "CNAME", name: question.name, ttl, data: alias }];
    return reply(0, [...chain, ...records]);
  } catch (thrown) {
    if (!(thrown instanceof NoAnswer)) throw thrown;
    return reply(serverFailure);
  }
}

function read(message: Buffer): Packet | null {
  try {
    return decode(message);
  } catch {
    return null;
  }
}
