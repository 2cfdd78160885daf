import { createHmac } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type DecodedPacket, decode, encode } from "dns-packet";
import { nameOctets, skipName, typeCodes } from "../rfc2136/wire";

export interface AskedDns {
  /** Of an update, SOA. */
  type: string;
  isUpdate: boolean;
}

/** What the proxy answers instead: other messages, another signature, or fewer octets. */
export interface DnsReply {
  messages: readonly DecodedPacket[];
  /** `other`: made with another secret; `none`: without one. By default it is right. */
  signature?: "other" | "none";
  /** Ends the connection after this share of the octets. */
  share?: number;
}

export type AlterDns = (asked: AskedDns, answer: DecodedPacket) => DnsReply | DecodedPacket | null;

export interface BetweenDns {
  address: string;
  close(): Promise<void>;
}

/**
 * A proxy in front of a real name server that changes its answers over TCP, and signs them again with the key, as a server with
 * a fault would (RFC 8945). With null, the answer passes as it is.
 */
export async function betweenDns(
  upstream: { host: string; port: number },
  key: { name: string; secret: string },
  alter: AlterDns,
): Promise<BetweenDns> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const onward = connect(upstream);
    const requests = new Map<number, Buffer>();
    const end = () => {
      for (const socket of [client, onward]) socket.destroy();
    };
    for (const socket of [client, onward]) {
      sockets.add(socket);
      socket.on("error", end).on("close", end);
    }
    onMessages(client, (request) => {
      requests.set(request.readUInt16BE(0), request);
      onward.write(framed(request));
    });
    onMessages(onward, (message) => {
      const request = requests.get(message.readUInt16BE(0));
      const answer = decode(message);
      const altered = request ? alter(askedIn(request), answer) : null;
      if (!request || !altered) return client.write(framed(message));
      const reply = "messages" in altered ? altered : { messages: [altered] };
      const octets = signed(reply, request, key);
      if (reply.share === undefined) client.write(octets);
      else client.write(octets.subarray(0, Math.floor(octets.length * reply.share)), end);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Each message follows its length in two octets (RFC 1035, section 4.2.2). */
function onMessages(socket: Socket, take: (message: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      const message = Buffer.from(rest.subarray(2, end));
      rest = rest.subarray(end);
      take(message);
    }
  });
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** The answers with their signatures; each MAC goes into the next one. */
function signed(
  { messages, signature }: DnsReply,
  request: Buffer,
  key: { name: string; secret: string },
): Buffer {
  let previous = macOf(request);
  const parts = messages.map((packet, index) => {
    const bare = encode({ ...packet, additionals: [] });
    if (signature === "none") return framed(bare);
    const time = Buffer.alloc(6);
    time.writeUIntBE(Math.floor(Date.now() / 1_000), 0, 6);
    const clock = Buffer.concat([time, Buffer.from([1, 44])]);
    const algorithm = nameOctets("hmac-sha256");
    const named = [
      nameOctets(key.name),
      Buffer.from([0, 255, 0, 0, 0, 0]),
      algorithm,
      clock,
      Buffer.alloc(4),
    ];
    const secret = signature === "other" ? Buffer.alloc(32, 1) : Buffer.from(key.secret, "base64");
    const hashed = [Buffer.from([0, previous.length]), previous, bare, ...(index === 0 ? named : [clock])];
    const mac = createHmac("sha256", secret).update(Buffer.concat(hashed)).digest();
    previous = mac;
    const data = Buffer.concat([
      algorithm,
      clock,
      Buffer.from([0, 32]),
      mac,
      bare.subarray(0, 2),
      Buffer.alloc(4),
    ]);
    const fixed = Buffer.from([0, 250, 0, 255, 0, 0, 0, 0, 0, data.length]);
    const message = Buffer.concat([bare, nameOctets(key.name), fixed, data]);
    message.writeUInt16BE(message.readUInt16BE(10) + 1, 10);
    return framed(message);
  });
  return Buffer.concat(parts);
}

/** Read here, because dns-packet can't read updates. */
function askedIn(request: Buffer): AskedDns {
  const code = request.readUInt16BE(skipName(request, 12));
  const type = Object.entries(typeCodes).find(([, each]) => each === code)?.[0] ?? "";
  return { type, isUpdate: (((request[2] ?? 0) >> 3) & 0xf) === 5 };
}

/** Of a signed request: what is left after it are the ID, the error, and the length of nothing (RFC 8945, section 4.2). */
function macOf(request: Buffer): Buffer {
  return request.subarray(-38, -6);
}
