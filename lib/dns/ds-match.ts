import { createHash } from "node:crypto";
import type { DecodedPacket, DnskeyData, DsData } from "dns-packet";
import type { Signers } from "@/lib/gateway/dns/ports";
import { withoutDot } from "./record-data";
import { type Endpoint, exchange, NoAnswer, type Patience } from "./resolver/exchange";
import type { Walker } from "./resolver/iterate";
import { usableRcode } from "./resolver/message";
import { endpointsOf, firstEndpoint, orNull, parentServers } from "./resolver/servers";
import { texts } from "./texts";

/** IANA "DNSSEC Delegation Signer (DS) Resource Record (RR) Type Digest Algorithms". */
const hashes: Record<number, string> = { 1: "sha1", 2: "sha256", 4: "sha384" };

/** RFC 4034, appendix B. Algorithm 1 (RSA/MD5), which nobody uses, has a different key tag. */
export function keyTagOf(key: DnskeyData): number {
  const sum = [...rdataOf(key)].reduce((total, octet, at) => total + (at % 2 === 0 ? octet << 8 : octet), 0);
  return (sum + ((sum >> 16) & 0xffff)) & 0xffff;
}

/**
 * Algorithms that resolvers validate with (RFC 8624, section 3.1). They treat a zone with DS records of others only as not
 * signed (RFC 4035, section 5.2), so these prove nothing.
 */
const validated = new Set([5, 7, 8, 10, 13, 14, 15, 16]);

/**
 * Whether one of the keys is the one that the DS record names (RFC 4034, section 5.1.4); null for a digest that Lamia
 * can't compute, and for an algorithm that resolvers don't know.
 */
export function matchesKey(zone: string, ds: DsData, keys: readonly DnskeyData[]): boolean | null {
  const hash = hashes[ds.digestType];
  if (hash === undefined || !validated.has(ds.algorithm)) return null;
  return keys.some(
    (key) =>
      key.algorithm === ds.algorithm &&
      keyTagOf(key) === ds.keyTag &&
      createHash(hash).update(wireName(zone)).update(rdataOf(key)).digest().equals(ds.digest),
  );
}

/** Flags, protocol 3, algorithm, key (RFC 4034, section 2.1). */
function rdataOf({ flags, algorithm, key }: DnskeyData): Buffer {
  return Buffer.concat([Buffer.from([flags >> 8, flags & 0xff, 3, algorithm]), key]);
}

/** In lower case and without compression (RFC 4034, section 6.2). */
function wireName(name: string): Buffer {
  const labels = name.toLowerCase().split(".").filter(Boolean);
  const parts = labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, "latin1")]);
  return Buffer.concat([...parts, Buffer.from([0])]);
}

interface Way {
  rootServers: readonly Endpoint[];
  port: number;
  patience: Patience;
  mayAsk: (address: string) => boolean;
}

/** The DS records at each server of the parent, compared with what the zone's name servers say; `Resolver.signers`. */
export async function signersOf(
  walker: Walker,
  apex: string,
  nameServers: readonly string[],
  options: Way,
): Promise<Signers[]> {
  const { port, patience, mayAsk } = options;
  const { servers } = await parentServers(walker, apex, options);
  const atParent = await Promise.all(
    servers.map(({ name, endpoints }) =>
      orNull(async () =>
        firstEndpoint(name, await endpoints(), (endpoint) => signersAt(endpoint, apex, patience)),
      ).then((signers) => ({ server: name, signers })),
    ),
  );
  if (atParent.every(({ signers }) => !signers?.length))
    return atParent.map(({ server, signers }) => ({ server, signers: signers && [] }));
  const keys = await Promise.all(
    nameServers.map((server) =>
      orNull(async () => {
        const endpoints = await endpointsOf(walker, server, { port, mayAsk });
        return firstEndpoint(server, endpoints, (endpoint) => keysAt(endpoint, apex, patience));
      }),
    ),
  );
  const answered = keys.filter((each) => each !== null);
  const known = answered.flat();
  return atParent.map(({ server, signers }) => ({
    server,
    signers:
      signers?.map((signer) => {
        const { keyTag, algorithm, digestType } = signer;
        const isFound = matchesKey(apex, signer, known);
        // A server that is silent may have the key.
        const hasKey = isFound === false && answered.length < nameServers.length ? null : isFound;
        return { keyTag, algorithm, digestType, hasKey };
      }) ?? null,
  }));
}

/** Only an authoritative answer counts: it says that there is none, or gives all of them. */
async function signersAt(endpoint: Endpoint, apex: string, patience: Patience): Promise<DsData[]> {
  const message = await exchange(endpoint, { name: apex, type: "DS" }, patience);
  refuseLame(message, apex);
  return (message.answers ?? []).flatMap((record) =>
    record.type === "DS" && withoutDot(record.name) === apex ? [record.data] : [],
  );
}

async function keysAt(endpoint: Endpoint, apex: string, patience: Patience): Promise<DnskeyData[]> {
  const message = await exchange(endpoint, { name: apex, type: "DNSKEY" }, patience);
  refuseLame(message, apex);
  return (message.answers ?? []).flatMap((record) =>
    record.type === "DNSKEY" && withoutDot(record.name) === apex ? [record.data] : [],
  );
}

function refuseLame(message: DecodedPacket, name: string): void {
  usableRcode(message);
  if (!message.flag_aa) throw new NoAnswer(texts.doesNotServe({ name }));
}
