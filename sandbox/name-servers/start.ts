import { type DnsServer, startDnsServer } from "./dns-server";
import type { ZoneContent } from "./lookup";
import { answerAtCloud, answerAtRoot, answerAtTld, type Delegations } from "./registry";
import type { Answerer } from "./respond";
import {
  cloudNameServers,
  type NameServerSet,
  nameServerAddresses,
  rootServerAddress,
  tldServerAddress,
} from "./static-zones";

/** The managed zones as each of the twenty servers holds them at this moment. */
export interface ServedZones {
  /** What server `index` (0–3) of the set serves for the name, by the longest matching apex. */
  servedBy(set: NameServerSet, index: number, name: string): ZoneContent | undefined;
}

export interface NameServers {
  /** The one port, UDP and TCP, of every address. */
  port: number;
  close(): Promise<void>;
}

/** How many free ports are tried before giving up: another process may hold one on any of the 22 addresses. */
const mostAttempts = 20;

/**
 * Starts the root server, the server of all top-level domains and the twenty Cloud DNS name servers.
 * @param port 0 picks one port that is free on every address
 * @throws Error that says which addresses are missing (macOS) or which port is taken
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
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listen(answerers, options.port);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EADDRNOTAVAIL") throw missingAddresses(error);
      if (code !== "EADDRINUSE" || options.port !== 0 || attempt >= mostAttempts) throw error;
    }
  }
}

async function listen(answerers: Map<string, Answerer>, wantedPort: number): Promise<NameServers> {
  const servers: DnsServer[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
  let port = wantedPort;
  try {
    for (const [address, answer] of answerers) {
      const server = await startDnsServer(address, port, answer);
      servers.push(server);
      port = server.port;
    }
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
