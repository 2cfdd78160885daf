import { z } from "zod";
import type { Answer, DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { ExistingRecords, RecordType, Zone } from "@/lib/gateway/model";
import type { CheckResult, Metadata, MetadataKey, ProviderDefinition } from "../provider-definition";
import { withoutDot } from "../record-data";
import { createResolver } from "../resolver";
import { isWithin } from "../resolver/message";
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

/** A DNS provider without an API: you enter its records, and Lamia reads what the zone's name servers answer. */
export const manual: ProviderDefinition = {
  id: "manual",
  title: texts.title,
  keys: [zonesKey],
  permissions: texts.permissions,
  create: (metadata, { resolver = createResolver() }) => manualProvider(domainsOf(metadata), resolver),
  check: (metadata, { resolver = createResolver() }) => check(domainsOf(metadata), resolver),
};

/** Null for all domains. */
function domainsOf(metadata: Metadata): readonly string[] | null {
  const listed = (metadata[zonesKey.key] ?? "").split(",").map((each) => withoutDot(each.trim()));
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

/** The zone with the name servers that its parent zone names; null if it names none. Throws `unreachable`. */
async function zoneAt(apex: string, resolver: Resolver): Promise<Zone | null> {
  const { answers } = await resolver.delegation(apex);
  const nameServers = [...new Set(answers.flatMap(({ values }) => values ?? []))].sort();
  if (nameServers.length > 0) return { id: apex, apex, nameServers };
  if (answers.some(({ values }) => values !== null)) return null;
  throw new Failure("unreachable", texts.noAnswer({ zone: apex }));
}

const mostZonesKept = 1_000;
const readTypes: readonly RecordType[] = ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"];

function manualProvider(domains: readonly string[] | null, resolver: Resolver): DnsProvider {
  const known = new Map<string, Zone>();
  const isOurs = (name: string) => domains === null || domains.some((each) => isWithin(name, each));

  async function learn(apex: string): Promise<void> {
    const zone = await zoneAt(apex, resolver);
    known.delete(apex);
    if (zone) known.set(apex, zone);
    for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - mostZonesKept)))
      known.delete(oldest);
  }

  async function readAll(zone: Zone, name: string): Promise<ExistingRecords[]> {
    const read = (asked: string, type: RecordType) => resolver.ask(zone.nameServers, asked, type);
    const [mine, beside] = await Promise.all(
      [name, `_lamia-none.${name.slice(name.indexOf(".") + 1)}`].map((asked) =>
        Promise.all(readTypes.map((type) => read(asked, type))),
      ),
    );
    return readTypes.flatMap((type, index): ExistingRecords[] => {
      const values = valuesOf(mine?.[index] ?? [], zone);
      // What a name that nobody has entered gets, too, is made from a wildcard.
      const fromWildcard = valuesOf(beside?.[index] ?? [], zone);
      if (values.length === 0 || values.join("\0") === fromWildcard.join("\0")) return [];
      return [{ type, set: { name, type, ttlSeconds: 0, values }, described: values.join(", ") }];
    });
  }

  return {
    title: texts.title,
    byHand: true,
    async zones({ holding } = {}) {
      if (holding === undefined) {
        await Promise.all((domains ?? []).map(learn));
      } else {
        const name = withoutDot(holding).replace(/^\*\./, "");
        // The closest zone above any name below it is the zone that holds it.
        const { parent } = isOurs(name) ? await resolver.delegation(`_zone.${name}`) : { parent: "" };
        if (parent.includes(".") && isOurs(parent)) await learn(parent);
      }
      return [...known.values()];
    },
    createZone(apex) {
      const remedy = isOurs(apex)
        ? texts.cannotCreateRemedy({ apex })
        : texts.notListedRemedy({ apex, key: zonesKey.key, domains: (domains ?? []).join(", ") });
      const note = isOurs(apex) ? texts.cannotCreate({ apex }) : texts.notListed({ apex });
      return Promise.reject(new Failure("unconfigured", note, { remedy }));
    },
    async read(zone, name, type) {
      const held = (await readAll(zone, name)).find((each) => each.type === type);
      return held?.set ?? null;
    },
    readAll,
    // Name servers don't list a zone, and nothing in it is Lamia's.
    records: async () => [],
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

/** What the first name server that answers says. Throws `unreachable` if none does. */
function valuesOf(answers: readonly Answer[], zone: Zone): string[] {
  const said = answers.find(({ values }) => values !== null);
  if (said?.values) return said.values;
  // A delegation below the zone is an answer, too.
  if (answers.some(({ referral }) => referral)) return [];
  throw new Failure("unreachable", texts.noAnswer({ zone: zone.apex }));
}
