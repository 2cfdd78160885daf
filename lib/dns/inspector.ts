import type { DecodedPacket, DnskeyData, DsData, RecordType as PacketType } from "dns-packet";
import type { Evidence, Reply } from "@/lib/gateway/diagnose/evidence";
import { challengeNameOf } from "@/lib/gateway/dns/challenge-records";
import type { RecordType } from "@/lib/gateway/model";
import { markName } from "@/lib/gateway/ownership/marks";
import { keyTagOf, matchesKey } from "./ds-match";
import { withoutDot } from "./record-data";
import { type Endpoint, exchange, NoAnswer, type Patience } from "./resolver/exchange";
import { ianaRootServers, walkerFrom } from "./resolver/iterate";
import { recordValue, usableRcode } from "./resolver/message";
import { texts } from "./texts";

export type DnsEvidence = Omit<Evidence, "host" | "checkedAt" | "registrable" | "caaIssuer" | "addresses"> & {
  addresses: string[];
};

interface InspectorOptions {
  rootServers?: readonly Endpoint[];
  /** Port of every name server below the root; 53 by default. */
  port?: number;
  publicResolvers: readonly Endpoint[];
  /** Whoever owns a zone chooses the addresses of its name servers; this decides which of them may be asked. */
  mayAsk(address: string): boolean;
}

interface Server {
  name: string;
  addresses: string[];
}

const patience: Patience = { timeoutMs: 1_500, tries: 2 };
/** A zone may name any number of servers; this many are asked. */
const mostServers = 10;
const mostAddresses = 8;

/**
 * Asks everything about one host that a diagnosis needs, and changes nothing: from the root to the zone, then each server
 * of the zone and of its parent, then public resolvers. What isn't answered by the deadline counts as not answered.
 */
export function createInspector(options: InspectorOptions) {
  const { rootServers = ianaRootServers, port = 53, publicResolvers, mayAsk } = options;
  const walker = walkerFrom({ rootServers, port, patience, mayAsk });

  return async function inspect(host: string, deadline: AbortSignal): Promise<DnsEvidence> {
    const inTime = <Value>(asked: Promise<Value>): Promise<Value> =>
      Promise.race([
        asked,
        new Promise<never>((_resolve, reject) => {
          const late = () => reject(new NoAnswer(texts.notInTime));
          if (deadline.aborted) late();
          else deadline.addEventListener("abort", late, { once: true });
        }),
      ]);

    async function reply(from: string, asked: string, ask: () => Promise<Partial<Reply>>): Promise<Reply> {
      try {
        return { from, asked, values: null, problem: null, ...(await inTime(ask())) };
      } catch (thrown) {
        if (!(thrown instanceof NoAnswer)) throw thrown;
        return { from, asked, values: null, problem: thrown.message };
      }
    }

    async function packetOf({ name, addresses }: Server, record: string, type: PacketType) {
      const known = addresses.length > 0 ? addresses : await walker.addressesOf(name);
      const allowed = known.filter(mayAsk);
      const [address] = allowed;
      if (address === undefined)
        throw new NoAnswer(known[0] ? texts.innerAddress({ address: known[0] }) : texts.noAddress);
      return exchange({ address, port }, { name: record, type }, patience);
    }

    const everywhere = (servers: readonly Server[], name: string, type: PacketType, read = valuesOf) =>
      Promise.all(
        servers.map((server) =>
          reply(server.name, `${name} ${type}`, async () =>
            read(await packetOf(server, name, type), name, type),
          ),
        ),
      );

    async function servers(zone: string, above: readonly Server[]): Promise<Server[]> {
      if (zone === "") return rootServers.map(({ address }) => ({ name: address, addresses: [address] }));
      return above.slice(0, mostServers);
    }

    const cachedReplies = Promise.all(
      publicResolvers.flatMap(({ address, port: at }) =>
        (["A", "AAAA"] as const).map((type) =>
          reply(address, `${host} ${type}`, async () =>
            cachedOf(
              await exchange({ address, port: at }, { name: host, type, isRecursive: true }, patience),
              type,
            ),
          ),
        ),
      ),
    );
    // The zone that holds any name just below the host is the closest one at or above the host.
    const found = await inTime(walker.parentOf(`_lamia.${host}`)).catch(onlyNoAnswer);
    const above =
      "problem" in found || found.zone === ""
        ? null
        : await inTime(walker.parentOf(found.zone)).catch(onlyNoAnswer);
    if ("problem" in found || above === null || "problem" in above) {
      const zoneProblem =
        "problem" in found ? found.problem : above && "problem" in above ? above.problem : null;
      const zone = "problem" in found || found.zone !== "" ? null : { apex: "", parent: "" };
      return { ...nothing, zone, zoneProblem, cached: await cachedReplies };
    }

    const [own, parents] = await Promise.all([
      servers(found.zone, found.servers),
      servers(above.zone, above.servers),
    ]);
    const apex = found.zone;
    const dsPackets: DecodedPacket[] = [];
    const keyPackets: DecodedPacket[] = [];
    const kept = (packets: DecodedPacket[]) => (packet: DecodedPacket, name: string, type: PacketType) => {
      packets.push(packet);
      return valuesOf(packet, name, type);
    };
    const [
      delegation,
      ds,
      ownServers,
      keys,
      serials,
      ipv4,
      ipv6,
      alias,
      challenge,
      mark,
      caa,
      cached,
      addresses,
    ] = await Promise.all([
      everywhere(parents, apex, "NS", delegationOf),
      everywhere(parents, apex, "DS", kept(dsPackets)),
      everywhere(own, apex, "NS"),
      everywhere(own, apex, "DNSKEY", kept(keyPackets)),
      everywhere(own, apex, "SOA"),
      everywhere(own, host, "A"),
      everywhere(own, host, "AAAA"),
      everywhere(own, host, "CNAME"),
      everywhere(own, challengeNameOf(host), "TXT"),
      everywhere(own, markName(host), "TXT"),
      everywhere(own, host, "CAA"),
      cachedReplies,
      Promise.all(
        (["A", "AAAA"] as const).map((type) =>
          inTime(walker.lookup(host, type)).then(
            ({ values }) => values,
            () => [],
          ),
        ),
      ),
    ]);
    return {
      zone: { apex, parent: above.zone },
      zoneProblem: null,
      delegation,
      ownServers,
      ds,
      keys,
      dsMatches: matchesOf(apex, dsPackets, keyPackets),
      serials,
      ipv4,
      ipv6,
      alias,
      challenge,
      mark,
      caa,
      cached,
      addresses: [...new Set(addresses.flat())].slice(0, mostAddresses),
    };
  };
}

const nothing: DnsEvidence = {
  zone: null,
  zoneProblem: null,
  delegation: [],
  ownServers: [],
  ds: [],
  keys: [],
  dsMatches: { matched: [], unmatched: [], unknown: [] },
  serials: [],
  ipv4: [],
  ipv6: [],
  alias: [],
  challenge: [],
  mark: [],
  caa: [],
  cached: [],
  addresses: [],
};

function onlyNoAnswer(thrown: unknown): { problem: string } {
  if (thrown instanceof NoAnswer) return { problem: thrown.message };
  throw thrown;
}

/** What an authoritative server itself holds. A CNAME is reported as an alias, unless the query was for a CNAME. */
function valuesOf(message: DecodedPacket, name: string, type: PacketType): Partial<Reply> {
  usableRcode(message);
  const about = (message.answers ?? []).filter((record) => withoutDot(record.name) === withoutDot(name));
  const values = about.filter((record) => record.type === type).map((record) => dataText(type, record));
  const cname = about.find((record) => record.type === "CNAME");
  if (values.length > 0) return { values: values.sort() };
  if (cname) return { values: [], alias: recordValue("CNAME", cname) };
  const hasNothing = message.flag_aa || (message.authorities ?? []).some((record) => record.type === "SOA");
  if (!hasNothing) throw new NoAnswer(texts.doesNotServe({ name }));
  return { values: [] };
}

/** NS records as a server of the parent zone returns them: in a referral, or as data if it serves both zones. */
function delegationOf(message: DecodedPacket, name: string): Partial<Reply> {
  usableRcode(message);
  const records = [...(message.answers ?? []), ...(message.authorities ?? [])];
  const servers = records.filter((record) => record.type === "NS" && withoutDot(record.name) === name);
  return { values: [...new Set(servers.map((record) => recordValue("NS", record)))].sort() };
}

/** What a resolver returns at the end of a chain of aliases; valid until the first link of the chain expires. */
function cachedOf(message: DecodedPacket, type: RecordType): Partial<Reply> {
  usableRcode(message);
  const answers = message.answers ?? [];
  const records = answers.filter((record) => record.type === type);
  const negative = (message.authorities ?? []).filter((record) => record.type === "SOA");
  const lives = (records.length > 0 ? answers : negative).map(
    (record) => ("ttl" in record && record.ttl) || 0,
  );
  return {
    values: records.map((record) => recordValue(type, record)).sort(),
    ...(lives.length > 0 ? { ttlSeconds: Math.min(...lives) } : {}),
  };
}

type Record = NonNullable<DecodedPacket["answers"]>[number];

function dataText(type: PacketType, record: Record): string {
  if (record.type === "SOA") return String(record.data.serial);
  if (record.type === "DS") return dsText(record.data);
  if (record.type === "DNSKEY")
    return `${record.data.flags} 3 ${record.data.algorithm} (${texts.keyTag({ tag: String(keyTagOf(record.data)) })})`;
  return recordValue(type as RecordType, record);
}

function dsText({ keyTag, algorithm, digestType, digest }: DsData): string {
  return `${keyTag} ${algorithm} ${digestType} ${digest.toString("hex")}`;
}

function matchesOf(
  apex: string,
  dsPackets: DecodedPacket[],
  keyPackets: DecodedPacket[],
): Evidence["dsMatches"] {
  const records = [...dsPackets, ...keyPackets].flatMap(({ answers }) => answers ?? []);
  const keys: DnskeyData[] = records.flatMap((record) => (record.type === "DNSKEY" ? [record.data] : []));
  const signers = new Map(
    records.flatMap((record) => (record.type === "DS" ? [[dsText(record.data), record.data] as const] : [])),
  );
  const judged = [...signers].map(([text, ds]) => ({ text, matches: matchesKey(apex, ds, keys) }));
  const those = (is: boolean | null) =>
    judged.filter(({ matches }) => matches === is).map(({ text }) => text);
  return { matched: those(true), unmatched: those(false), unknown: those(null) };
}
