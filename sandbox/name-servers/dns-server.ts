import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Answerer, respond } from "./respond";

export interface DnsServer {
  port: number;
  close(): Promise<void>;
}

/** An idle connection is closed after this long (RFC 7766 6.2.3 leaves the length to the server). */
const idleInMilliseconds = 10_000;

/**
 * Serves DNS on one address over UDP and TCP, on the same port.
 * @param port 0 picks a port that is free for both
 * @throws the listening error (EADDRINUSE, EADDRNOTAVAIL) with nothing left open
 */
export async function startDnsServer(address: string, port: number, answer: Answerer): Promise<DnsServer> {
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => {
    const response = respond(message, "udp", answer);
    if (response) udp.send(response, from.port, from.address);
  });
  udp.bind(port, address);
  try {
    await once(udp, "listening");
  } catch (error) {
    udp.close();
    throw error;
  }
  // ICMP errors of clients that went away arrive here; there is nobody to tell.
  udp.on("error", () => {});
  const chosen = udp.address().port;

  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveConnection(socket, answer);
  });
  try {
    tcp.listen(chosen, address);
    await once(tcp, "listening");
  } catch (error) {
    await new Promise<void>((closed) => udp.close(closed));
    throw error;
  }
  return {
    port: (tcp.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((closed) => udp.close(closed)),
        new Promise<void>((closed) => tcp.close(() => closed())),
      ]);
    },
  };
}

/** Reads messages with their two-octet length (RFC 1035 4.2.2) as they come, several on one connection. */
function serveConnection(socket: Socket, answer: Answerer): void {
  let unread = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.setTimeout(idleInMilliseconds, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
      const end = 2 + unread.readUInt16BE(0);
      const response = respond(unread.subarray(2, end), "tcp", answer);
      unread = unread.subarray(end);
      if (!response) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(response.length);
      socket.write(Buffer.concat([length, response]));
    }
  });
}
