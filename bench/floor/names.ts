import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { DNS, type Zone } from "@google-cloud/dns";
import { type DecodedPacket, decode, encode, type RecordType } from "dns-packet";
import { OAuth2Client } from "google-auth-library";
import { importPKCS8, SignJWT } from "jose";

export interface Names {
  /** Polls the parent's servers until they delegate the zone to exactly these servers. */
  delegated(apex: string, nameServers: readonly string[]): Promise<void>;
  /** Polls each name server until all of them have the value. */
  everywhere(nameServers: readonly string[], name: string, type: RecordType, value: string): Promise<void>;
}

const pollMs = 20;

/** Plain UDP queries to the authoritative servers; looks up each name server's address once. */
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

export interface TextRecord {
  type: "a" | "txt";
  name: string;
  data: string;
}

export interface HeldZone {
  nameServers: string[];
  add(records: TextRecord[]): Promise<void>;
  remove(records: TextRecord[]): Promise<void>;
}

/** Cloud DNS with Google's own library: one change per call. Looks up each zone once. */
export async function zonesOf(
  endpoint: string,
  keyFile: string,
): Promise<(apex: string) => Promise<HeldZone>> {
  const key = JSON.parse(readFileSync(keyFile, "utf8")) as Record<string, string>;
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: await accessToken(`${endpoint}/token`, key) });
  const { host, origin } = new URL(endpoint);
  const dns = new DNS({ projectId: key.project_id ?? "", apiEndpoint: host, authClient });
  dns.baseUrl = `${origin}/dns/v1`;
  const known = new Map<string, Promise<HeldZone>>();

  async function open(apex: string): Promise<HeldZone> {
    const dnsName = `${apex}.`;
    const [found] = await dns.getZones();
    let zone: Zone | undefined = found.find(({ metadata }) => metadata.dnsName === dnsName);
    if (!zone) [zone] = await dns.createZone(apex.replaceAll(".", "-"), { dnsName, description: "floor" });
    const held = zone;
    const { nameServers } = held.metadata as { nameServers: string[] };
    const record = ({ type, name, data }: TextRecord) =>
      held.record(type, { name: `${name}.`, ttl: 60, data: type === "txt" ? `"${data}"` : data });
    return {
      nameServers: nameServers.map((name) => name.replace(/\.$/, "")),
      add: async (records) => void (await held.createChange({ add: records.map(record) })),
      remove: async (records) => void (await held.createChange({ delete: records.map(record) })),
    };
  }

  return (apex) => {
    const zone = known.get(apex) ?? open(apex);
    known.set(apex, zone);
    return zone;
  };
}

async function accessToken(tokenEndpoint: string, key: Record<string, string>): Promise<string> {
  const assertion = await new SignJWT({ scope: "https://www.googleapis.com/auth/ndev.clouddns.readwrite" })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: key.private_key_id ?? "" })
    .setIssuer(key.client_email ?? "")
    .setAudience(tokenEndpoint)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(await importPKCS8(key.private_key ?? "", "RS256"));
  const body = new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
  const response = await fetch(tokenEndpoint, { method: "POST", body });
  return ((await response.json()) as { access_token: string }).access_token;
}
