import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { ZoneContent } from "./lookup";
import { publicResolver } from "./public-resolver";
import {
  answerAtCloud,
  answerAtRoot,
  answerAtTld,
  cloudNameServers,
  type Delegations,
  type NameServerSet,
  nameServerAddresses,
  publicResolverAddress,
  rootServerAddress,
  tldServerAddress,
} from "./registry";
import { type Answerer, respond } from "./respond";

/** The managed zones as each of the servers has them now. */
export interface ServedZones {
  /** What server `index` (0–3) of the set serves for the name, by the longest matching apex. */
  servedBy(set: NameServerSet, index: number, name: string): ZoneContent | undefined;
}

export interface NameServers {
  /** The one port, UDP and TCP, of all addresses. */
  port: number;
  close(): Promise<void>;
}

/** How many ports to try: another process may hold one on any of the addresses. */
const mostAttempts = 20;
/** Below those of outgoing connections, which may take the same port on another address at any time. */
const [lowestPort, highestPort] = [12_000, 18_000];

/**
 * Starts the root server, the server of all top-level domains, the name servers of the DNS providers and a
 * public resolver.
 * @param port 0 picks one port that is free on every address
 * @throws Error that says which addresses are missing (macOS) or which port is in use
 */
export async function startNameServers(options: {
  zones: ServedZones;
  delegations: Delegations;
  port: number;
}): Promise<NameServers> {
  const answerers = new Map<string, Answerer>([
    [rootServerAddress, answerAtRoot],
    [tldServerAddress, answerAtTld(options.delegations)],
  ]);
  for (const { address, set, index } of cloudNameServers) {
    answerers.set(
      address,
      answerAtCloud((name) => options.zones.servedBy(set, index, name)),
    );
  }
  answerers.set(publicResolverAddress, publicResolver(new Map(answerers)));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listen(answerers, options.port || randomInt(lowestPort, highestPort));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EADDRNOTAVAIL") throw missingAddresses(error);
      if (code !== "EADDRINUSE" || options.port !== 0 || attempt >= mostAttempts) throw error;
    }
  }
}

async function listen(answerers: Map<string, Answerer>, port: number): Promise<NameServers> {
  const servers: DnsServer[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    for (const [address, answer] of answerers) servers.push(await startDnsServer(address, port, answer));
  } catch (error) {
    await close();
    throw error;
  }
  return { port, close };
}

/** Linux answers on all of 127.0.0.0/8; macOS only on 127.0.0.1 until aliases are added. */
function missingAddresses(cause: unknown): Error {
  const addresses = [...nameServerAddresses, "127.0.80.1", "127.0.80.2", "127.0.80.3", "127.0.80.4"];
  const commands = addresses.map((address) => `  sudo ifconfig lo0 alias ${address}`).join("\n");
  return new Error(
    `The sandbox's name servers need loopback addresses of their own, which this machine lacks.\n` +
      `On macOS add them (until the next restart of the machine) by:\n${commands}`,
    { cause },
  );
}

interface DnsServer {
  close(): Promise<void>;
}

/** Idle connections close after this time (RFC 7766 6.2.3 leaves it to the server). */
const idleInMilliseconds = 10_000;

/**
 * Serves DNS on one address over UDP and TCP, on the same port.
 * @throws the listening error (EADDRINUSE, EADDRNOTAVAIL) with nothing left open
 */
async function startDnsServer(address: string, port: number, answer: Answerer): Promise<DnsServer> {
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
  // ICMP errors of disconnected clients arrive here; nobody needs to know.
  udp.on("error", () => {});

  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveConnection(socket, answer);
  });
  try {
    tcp.listen(port, address);
    await once(tcp, "listening");
  } catch (error) {
    await new Promise<void>((closed) => udp.close(closed));
    throw error;
  }
  return {
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((closed) => udp.close(closed)),
        new Promise<void>((closed) => tcp.close(() => closed())),
      ]);
    },
  };
}

/** Reads messages with a two-octet length (RFC 1035 4.2.2) as they arrive, several on one connection. */
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
