import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { type Answer, type DecodedPacket, decode, encode, type RecordType } from "dns-packet";

/** Where iteration starts: the root servers, and the port of all other servers. */
export interface DnsRoots {
  rootServers: { address: string; port: number }[];
  port: number;
}

/** The zone that holds a name, with all addresses of the name servers that its parent delegates to. */
export interface ZoneServers {
  zone: string;
  servers: NameServer[];
  /** Name servers of the delegation for which no address was found. */
  unresolved: string[];
}

/** A name lookup failed; the message is for people. */
export class LookupFailure extends Error {}

export interface Iteration {
  /** The authoritative servers of the zone that contains `name`. @throws LookupFailure */
  zoneOf(name: string, type: RecordType): Promise<ZoneServers>;
}

const deepest = 12;

/**
 * Finds authoritative servers by following referrals from the root (RFC 1034 §5.3.3), as a validating CA does, and
 * never through a caching resolver. An iteration remembers the delegations it has seen, so create a new one for
 * each validation.
 */
export function newIteration(dns: DnsRoots): Iteration {
  const root: ZoneServers = {
    zone: "",
    servers: dns.rootServers.map((server) => ({ name: "the root server", ...server })),
    unresolved: [],
  };
  // Reuse only finished lookups: a lookup that waits for a running one could wait for itself.
  const known = new Map<string, ZoneServers>();

  async function zoneOf(name: string, type: RecordType, depth = 0): Promise<ZoneServers> {
    if (depth > deepest) throw new LookupFailure(`too many name servers had to be looked up to find ${name}`);
    let current = root;
    for (let step = 0; step < deepest; step += 1) {
      current = knownBelow(name, current) ?? current;
      const { answer, server } = await askAny(current, name, type);
      const cut = referral(answer, current.zone, name);
      if (cut === undefined) {
        if (!answer.flag_aa) throw new LookupFailure(`${server.name} is not authoritative for ${name}`);
        return current;
      }
      current = await delegation(cut, answer, depth);
      known.set(cut, current);
    }
    throw new LookupFailure(`the delegations of ${name} do not end`);
  }

  /** The deepest known zone above `name` that lies below `current`. */
  function knownBelow(name: string, current: ZoneServers): ZoneServers | undefined {
    for (let zone = name; zone.length > current.zone.length; zone = parentOf(zone)) {
      const found = known.get(zone);
      if (found) return found;
    }
    return undefined;
  }

  async function delegation(zone: string, answer: DecodedPacket, depth: number): Promise<ZoneServers> {
    const names = (answer.authorities ?? [])
      .filter((record) => record.type === "NS" && canonical(record.name) === zone)
      .map((record) => canonical(String((record as { data: unknown }).data)));
    const found = await Promise.all(
      names.map(async (name) => ({ name, addresses: await addressesOf(name, zone, answer, depth) })),
    );
    const servers = found.flatMap(({ name, addresses }) =>
      addresses.map((address) => ({ name, address, port: dns.port })),
    );
    if (servers.length === 0) throw new LookupFailure(`no name server of ${zone} has an address`);
    return {
      zone,
      servers,
      unresolved: found.filter(({ addresses }) => !addresses.length).map(({ name }) => name),
    };
  }

  async function addressesOf(
    name: string,
    zone: string,
    answer: DecodedPacket,
    depth: number,
  ): Promise<string[]> {
    const glue = addressRecords(answer.additionals, name);
    if (glue.length > 0) return glue;
    // Without glue, nobody can find a name server whose name lies in the zone that it serves.
    if (isWithin(name, zone)) return [];
    try {
      for (const type of ["A", "AAAA"] as const) {
        const { answer: own } = await askAny(await zoneOf(name, type, depth + 1), name, type);
        const addresses = addressRecords(own.answers, name);
        if (addresses.length > 0) return addresses;
      }
      return [];
    } catch (error) {
      if (error instanceof LookupFailure) return [];
      throw error;
    }
  }

  return { zoneOf: (name, type) => zoneOf(canonical(name), type) };
}

/** The first usable answer of the zone's servers, asked in turn. */
async function askAny(
  { zone, servers }: ZoneServers,
  name: string,
  type: RecordType,
): Promise<{ answer: DecodedPacket; server: NameServer }> {
  let failure = `no name server of ${zone || "the root"} answers`;
  for (const server of servers) {
    try {
      const answer = await exchange(server, name, type);
      const code = responseCode(answer);
      if (code === "NOERROR" || code === "NXDOMAIN") return { answer, server };
      failure = `${server.name} answers ${code} for ${name}`;
    } catch (error) {
      failure = error instanceof Error ? error.message : failure;
    }
  }
  throw new LookupFailure(failure);
}

/** The zone that a referral points down to; undefined when the response is an answer. */
function referral(answer: DecodedPacket, zone: string, name: string): string | undefined {
  if (answer.flag_aa || (answer.answers?.length ?? 0) > 0) return undefined;
  const cut = answer.authorities?.find((record) => record.type === "NS");
  if (!cut) return undefined;
  const owner = canonical(cut.name);
  return owner.length > zone.length && isWithin(owner, zone) && isWithin(name, owner) ? owner : undefined;
}

/** The RCODE as text; dns-packet adds it when it decodes. */
export function responseCode(answer: DecodedPacket): string {
  return "rcode" in answer ? String(answer.rcode) : "NOERROR";
}

/** Lower case, without the final dot. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

export function parentOf(name: string): string {
  const dot = name.indexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1);
}

function isWithin(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}

function addressRecords(records: Answer[] | undefined, name: string): string[] {
  return (records ?? []).flatMap((record) =>
    (record.type === "A" || record.type === "AAAA") && canonical(record.name) === name ? [record.data] : [],
  );
}

export interface NameServer {
  /** Its host name, for messages. */
  name: string;
  address: string;
  port: number;
}

/** The server gave no usable answer: it timed out, refused the connection, or sent garbage. */
export class NoAnswer extends Error {}

/** In slices, because an answer waits unread while this process stands still. */
const slices = 5;
const sliceMilliseconds = 200;
const attempts = 2;

/** Asks one server one question without recursion, over UDP, and over TCP when the answer is truncated. */
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
    const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
    const finish = (act: () => void) => {
      clearInterval(timer);
      socket.removeAllListeners("message");
      socket.close();
      act();
    };
    const fail = (reason: string) => finish(() => reject(new NoAnswer(`${server.name} ${reason}`)));
    let waited = 0;
    const timer = setInterval(() => {
      waited += 1;
      if (waited === slices) fail("did not answer in time");
    }, sliceMilliseconds);
    socket.once("error", () => fail("cannot be reached"));
    socket.on("message", (bytes) => {
      const answer = accept(bytes);
      if (answer) finish(() => resolve(answer));
    });
    // A connected socket reports a closed port at once, and receives only from this server.
    socket.connect(server.port, server.address, () => socket.send(packet));
  });
}

function overTcp(server: NameServer, packet: Buffer, accept: Accept): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: server.address, port: server.port });
    let received = Buffer.alloc(0);
    socket.setTimeout(slices * sliceMilliseconds, () => socket.destroy(new Error("timeout")));
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
