import { z } from "zod";
import type { Metadata, MetadataKey, ProviderOptions } from "@/lib/dns/provider-definition";
import { SecretText } from "@/lib/model/secret-text";
import { plainValue, secretSetting } from "@/lib/model/settings";
import { withoutDot } from "../record-data";
import type { Connection } from "./exchange";
import type { Server } from "./failure";
import { texts } from "./texts";
import { algorithms, type TsigAlgorithm } from "./tsig";

const label = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
const domain = `${label}(?:\\.${label})*\\.?`;
const address = `(?:\\[[0-9A-Fa-f:.]+\\]|${domain})(?::\\d{1,5})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*`;
const listOf = (one: string) => `\\s*(?:${one})(?:\\s*,\\s*(?:${one}))*\\s*`;

const pattern = (source: string, mistake: string) => ({
  pattern: { source, mistake },
  schema: z.string().regex(new RegExp(`^(?:${source})$`), mistake),
});

const serverKey = {
  key: "rfc2136_server",
  label: texts.server,
  help: texts.serverHelp,
  placeholder: "ns1.example.net",
  secret: false,
  kind: "text",
  ...pattern(listOf(address), texts.serverMistake),
} as const satisfies MetadataKey;

const nameKey = {
  key: "rfc2136_key_name",
  label: texts.keyName,
  help: texts.keyNameHelp,
  placeholder: "lamia",
  secret: false,
  kind: "text",
  ...pattern(domain, texts.keyNameMistake),
} as const satisfies MetadataKey;

const secretKey = {
  key: "rfc2136_key_secret",
  label: texts.keySecret,
  help: texts.keySecretHelp,
  placeholder: "…=",
  secret: true,
  kind: "text",
  ...pattern("[A-Za-z0-9+/]{16,}={0,2}", texts.keySecretMistake),
} as const satisfies MetadataKey;

const algorithmNames = Object.keys(algorithms) as [TsigAlgorithm, ...TsigAlgorithm[]];

const algorithmKey = {
  key: "rfc2136_key_algorithm",
  label: texts.keyAlgorithm,
  help: texts.keyAlgorithmHelp,
  placeholder: "hmac-sha256",
  secret: false,
  kind: "text",
  optional: true,
  choices: algorithmNames,
  schema: z.enum(algorithmNames, texts.keyAlgorithmMistake),
} as const satisfies MetadataKey;

const zonesKey = {
  key: "rfc2136_zones",
  label: texts.zones,
  help: texts.zonesHelp,
  placeholder: "example.net, example.org",
  secret: false,
  kind: "text",
  optional: true,
  ...pattern(listOf(domain), texts.zonesMistake),
} as const satisfies MetadataKey;

export const keys = [serverKey, nameKey, secretKey, algorithmKey, zonesKey] as const;
/** Which key is to blame for a server's answer. */
export const keyNames = {
  server: serverKey.key,
  name: nameKey.key,
  secret: secretKey.key,
  zones: zonesKey.key,
};

export interface Settings extends Connection {
  /** Null if the server is asked which zone holds a name. */
  zones: readonly string[] | null;
}

const list = (text = "") =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

export function serversOf(text: string | undefined): Server[] {
  return list(text).map(serverOf);
}

export function settingsOf(metadata: Metadata, { guard }: Pick<ProviderOptions, "guard"> = {}): Settings {
  const algorithm = algorithmKey.schema.parse(metadata[algorithmKey.key] || "hmac-sha256");
  const secret = secretSetting(metadata, secretKey.key) ?? new SecretText("");
  const zones = list(plainValue(metadata, zonesKey.key)).map(withoutDot);
  return {
    servers: serversOf(plainValue(metadata, serverKey.key)),
    guard,
    key: { name: withoutDot(plainValue(metadata, nameKey.key) ?? ""), algorithm, secret },
    zones: zones.length > 0 ? [...new Set(zones)] : null,
  };
}

/** `host`, `host:port`, `[IPv6]:port`, or an IPv6 address as it is. */
export function serverOf(text: string): Server {
  const [, bracketed, afterBracket] = /^\[(.+)\](?::(\d+))?$/.exec(text) ?? [];
  if (bracketed) return { host: bracketed, port: Number(afterBracket ?? 53) };
  const [, host, port] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  return { host: host ?? text, port: Number(port ?? 53) };
}
