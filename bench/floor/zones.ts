import { readFileSync } from "node:fs";
import { DNS, type Zone } from "@google-cloud/dns";
import { OAuth2Client } from "google-auth-library";
import { importPKCS8, SignJWT } from "jose";

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

/** Cloud DNS by Google's own library: one change a call. A zone that was seen once is not looked for again. */
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
