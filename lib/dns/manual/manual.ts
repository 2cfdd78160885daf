import { z } from "zod";
import type { ChallengeDelegation, DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import { asFailure, Failure } from "@/lib/gateway/failure";
import { plainValue } from "@/lib/model/settings";
import type {
  CheckResult,
  Metadata,
  MetadataKey,
  ProviderDefinition,
  ProviderOptions,
} from "../provider-definition";
import { withoutDot } from "../record-data";
import { createResolver } from "../resolver";
import { isWithin } from "../resolver/message";
import { type AcmeDnsOptions, acmeDnsDelegation, checkAcmeDns } from "./acme-dns";
import { readThroughDns, zoneAt } from "./read-through-dns";
import { texts } from "./texts";

const domain = "[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+\\.?";
const pattern = {
  source: `\\s*(?:\\*|${domain}(?:\\s*,\\s*${domain})*)\\s*`,
  mistake: texts.zonesMistake,
};

const zonesKey = {
  key: "manual_zones",
  label: texts.zones,
  help: texts.zonesHelp,
  placeholder: "example.net, example.org",
  secret: false,
  kind: "text",
  pattern,
  schema: z.string().regex(new RegExp(`^${pattern.source}$`), texts.zonesMistake),
} as const satisfies MetadataKey;

export const acmeDnsKey = {
  key: "acme_dns_url",
  label: texts.acmeDnsUrl,
  help: texts.acmeDnsUrlHelp,
  placeholder: "https://auth.example.org",
  secret: false,
  kind: "url",
  optional: true,
  schema: z.url({ protocol: /^https?$/, error: texts.acmeDnsUrlMistake }),
} as const satisfies MetadataKey;

/** The settings with which you enter the records of every domain by hand. */
export const byHandEverywhere: Metadata = { [zonesKey.key]: "*" };

/** A DNS provider without an API: you enter its records, and Lamia reads what the zone's name servers answer. */
export const manual: ProviderDefinition = {
  id: "manual",
  title: texts.title,
  keys: [zonesKey, acmeDnsKey],
  permissions: texts.permissions,
  create: (metadata, options) => manualProvider(settingsOf(metadata, options)),
  async check(metadata, options) {
    const { domains, resolver } = settingsOf(metadata, options);
    const found = await check(domains, resolver);
    const acmeDns = acmeDnsOf(metadata, options);
    if (!found.ok || !acmeDns) return found;
    try {
      await checkAcmeDns(acmeDns);
      return {
        ok: true,
        note: `${found.note} ${texts.acmeDnsAnswers({ server: new URL(acmeDns.url).host })}`,
      };
    } catch (thrown) {
      const { message: note, remedy = texts.acmeDnsRemedy } = asFailure(thrown);
      return { ok: false, key: acmeDnsKey.key, note, remedy };
    }
  },
};

function settingsOf(metadata: Metadata, options: ProviderOptions): Settings {
  const { resolver = createResolver() } = options;
  const acmeDns = acmeDnsOf(metadata, options);
  const challenges = acmeDns && acmeDnsDelegation({ ...acmeDns, resolver });
  return { domains: domainsOf(metadata), resolver, challenges };
}

/** A server in the installation's endpoints may have any address; all others need public ones. */
function acmeDnsOf(
  metadata: Metadata,
  { acmeDns, endpoints = {} }: ProviderOptions,
): Omit<AcmeDnsOptions, "resolver"> | undefined {
  const url = plainValue(metadata, acmeDnsKey.key)?.replace(/\/+$/, "");
  if (!url || !acmeDns) return undefined;
  const isInstallations = url === endpoints["acme-dns"]?.replace(/\/+$/, "");
  return { url, accounts: acmeDns.accounts, fetch: isInstallations ? fetch : acmeDns.guardedFetch };
}

/** Null for all domains. */
function domainsOf(metadata: Metadata): readonly string[] | null {
  const listed = (plainValue(metadata, zonesKey.key) ?? "").split(",").map((each) => withoutDot(each.trim()));
  return listed.includes("*") ? null : [...new Set(listed.filter(Boolean))];
}

async function check(domains: readonly string[] | null, resolver: Resolver): Promise<CheckResult> {
  if (domains === null) return { ok: true, note: texts.anyDomain };
  try {
    const zones = await Promise.all(domains.map((apex) => zoneAt(apex, resolver)));
    const missing = domains.filter((_, index) => !zones[index]);
    if (missing.length > 0)
      return {
        ok: false,
        key: zonesKey.key,
        note: texts.notFound({ zones: missing.join(", ") }),
        remedy: texts.notFoundRemedy,
      };
    const servers = new Set(zones.flatMap((zone) => zone?.nameServers ?? []));
    return { ok: true, note: texts.found({ count: servers.size, zones: domains.join(", ") }) };
  } catch (thrown) {
    const { message: note, remedy = texts.notFoundRemedy } = asFailure(thrown);
    return { ok: false, key: zonesKey.key, note, remedy };
  }
}

interface Settings {
  /** Null for all domains. */
  domains: readonly string[] | null;
  resolver: Resolver;
  challenges: ChallengeDelegation | undefined;
}

function manualProvider({ domains, resolver, challenges }: Settings): DnsProvider {
  const isOurs = (name: string) => domains === null || domains.some((each) => isWithin(name, each));
  return {
    ...readThroughDns(resolver, isOurs, domains ?? []),
    title: texts.title,
    byHand: true,
    ...(challenges ? { challenges } : {}),
    createZone(apex) {
      const remedy = isOurs(apex)
        ? texts.cannotCreateRemedy({ apex })
        : texts.notListedRemedy({ apex, key: zonesKey.key, domains: (domains ?? []).join(", ") });
      const note = isOurs(apex) ? texts.cannotCreate({ apex }) : texts.notListed({ apex });
      return Promise.reject(new Failure("unconfigured", note, { remedy }));
    },
    change(zone, changes) {
      const named = changes.flatMap(({ seen, next }) => next ?? seen ?? []);
      const records = named.map(({ name, type, values }) => `${name} ${type} ${values.join(", ")}`);
      return Promise.reject(
        new Failure("rejected", texts.neverWrites({ zone: zone.apex }), {
          remedy: texts.neverWritesRemedy({ records: records.join("; ") }),
        }),
      );
    },
  };
}
