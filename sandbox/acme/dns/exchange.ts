import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { type DecodedPacket, decode, encode, type RecordType } from "dns-packet";

export interface NameServer {
  /** Its host name, for messages. */
  name: string;
  address: string;
  port: number;
}

/** No usable answer came from the server: it was silent, closed, or spoke nonsense. */
export class NoAnswer extends Error {}

const waitMilliseconds = 1000;
const attempts = 2;

/** Asks one server one question without recursion, over UDP and, when the answer is cut short, over TCP. */
export async function exchange(server: NameServer, name: string, type: RecordType): Promise<DecodedPacket> {
  const id = randomInt(0x10000);
  const packet = encode({
    type: "query",
    id,
    flags: 0,
    questions: [{ type, name, class: "IN" }],
    additionals: [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: 1232,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  const accept = (bytes: Buffer): DecodedPacket | undefined => {
    const answer = decodeOrUndefined(bytes);
    const question = answer?.questions?.[0];
    const ours = answer?.id === id && answer.flag_qr && question?.type === type;
    return ours && question.name.toLowerCase() === name.toLowerCase() ? answer : undefined;
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await overUdp(server, packet, accept);
      return answer.flag_tc ? await overTcp(server, packet, accept) : answer;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

type Accept = (bytes: Buffer) => DecodedPacket | undefined;

function overUdp(server: NameServer, packet: Buffer, accept: Accept): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    const finish = (act: () => void) => {
      clearTimeout(timer);
      socket.removeAllListeners("message");
      socket.close();
      act();
    };
    const fail = (reason: string) => finish(() => reject(new NoAnswer(`${server.name} ${reason}`)));
    const timer = setTimeout(() => fail("did not answer in time"), waitMilliseconds);
    socket.once("error", () => fail("cannot be reached"));
    socket.on("message", (bytes) => {
      const answer = accept(bytes);
      if (answer) finish(() => resolve(answer));
    });
    // A connected socket hears of a closed port at once, and of nobody but this server.
    socket.connect(server.port, server.address, () => socket.send(packet));
  });
}

function overTcp(server: NameServer, packet: Buffer, accept: Accept): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: server.address, port: server.port });
    let received = Buffer.alloc(0);
    socket.setTimeout(waitMilliseconds, () => socket.destroy(new Error("timeout")));
    socket.once("close", () => reject(new NoAnswer(`${server.name} did not answer over TCP`)));
    socket.once("error", () => reject(new NoAnswer(`${server.name} cannot be reached over TCP`)));
    socket.on("data", (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (received.length < 2) return;
      const length = received.readUInt16BE(0);
      if (received.length < length + 2) return;
      const answer = accept(received.subarray(2, length + 2));
      if (answer) resolve(answer);
      socket.destroy();
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(packet.length);
    socket.write(Buffer.concat([length, packet]));
  });
}

function decodeOrUndefined(bytes: Buffer): DecodedPacket | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}
