import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { type DecodedPacket, decode, encode, type RecordType } from "dns-packet";

export interface Names {
  /** Asks the parent's servers until they delegate the zone to exactly these servers. */
  delegated(apex: string, nameServers: readonly string[]): Promise<void>;
  /** Asks each name server until all of them hold the value. */
  everywhere(nameServers: readonly string[], name: string, type: RecordType, value: string): Promise<void>;
}

const pollMs = 20;

/** Bare UDP queries to the authoritative servers; addresses of name servers are looked up once. */
export function namesFrom(root: { address: string; port: number }): Names {
  const { port } = root;
  const addresses = new Map<string, Promise<string>>();

  function addressOf(host: string): Promise<string> {
    const known = addresses.get(host);
    if (known) return known;
    const found = resolve(root.address, host);
    addresses.set(host, found);
    return found;
  }

  async function resolve(server: string, host: string): Promise<string> {
    const answer = await query(server, port, host, "A");
    const found = answer.answers?.find((record) => record.type === "A");
    if (found) return textOf(found);
    const glue = answer.additionals?.find((record) => record.type === "A");
    if (!glue) throw new Error(`No name server leads to ${host}.`);
    return resolve(textOf(glue), host);
  }

  async function values(server: string, name: string, type: RecordType): Promise<string[]> {
    const answer = await query(await addressOf(server), port, name, type);
    return (answer.answers ?? []).filter((record) => record.type === type).map((record) => textOf(record));
  }

  return {
    async delegated(apex, nameServers) {
      const expected = [...nameServers].sort().join();
      const topLevel = apex.slice(apex.indexOf(".") + 1);
      for (;;) {
        const referral = await query(root.address, port, topLevel, "NS");
        const glue = referral.additionals?.find((record) => record.type === "A");
        if (!glue) throw new Error(`The root knows no server of ${topLevel}.`);
        const answer = await query(textOf(glue), port, apex, "NS");
        const found = [...(answer.authorities ?? []), ...(answer.answers ?? [])].filter(
          ({ type }) => type === "NS",
        );
        if (found.map(textOf).sort().join() === expected) return;
        await pause();
      }
    },
    async everywhere(nameServers, name, type, value) {
      await Promise.all(
        nameServers.map(async (server) => {
          while (!(await values(server, name, type)).includes(value)) await pause();
        }),
      );
    },
  };
}

function textOf(record: { type: string; data?: unknown }): string {
  const { data } = record;
  return record.type === "TXT" ? [data].flat().map(String).join("") : String(data);
}

function query(address: string, port: number, name: string, type: RecordType): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    const timer = setTimeout(() => end(() => reject(new Error(`${address} does not answer.`))), 5_000);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.close();
      settle();
    };
    socket.on("error", (error) => end(() => reject(error)));
    socket.on("message", (message) => end(() => resolve(decode(message))));
    socket.send(encode({ type: "query", id: randomInt(65_536), questions: [{ name, type }] }), port, address);
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pollMs));
}
