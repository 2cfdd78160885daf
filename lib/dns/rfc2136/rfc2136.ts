import type { DecodedPacket } from "dns-packet";
import { type ZoneWriter, zoneWriter } from "@/lib/dns/batching";
import type { ProviderDefinition } from "@/lib/dns/provider-definition";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { withoutDot } from "../record-data";
import { rcodeOf } from "../resolver/exchange";
import { isWithin } from "../resolver/message";
import { checkRfc2136 } from "./check";
import { ask, transfer } from "./exchange";
import { rcodes, refusal, serverName } from "./failure";
import { keys, type Settings, settingsOf } from "./metadata-keys";
import { changeableZone, existingRecords, heldRecords, readName, recordSetOf, recordTypes } from "./records";
import { texts } from "./texts";

/** Any server that takes signed dynamic updates: BIND, Knot DNS, PowerDNS and others. */
export const rfc2136: ProviderDefinition = {
  id: "rfc2136",
  title: texts.title,
  keys,
  permissions: texts.permissions,
  create: (metadata) => rfc2136Provider(settingsOf(metadata)),
  check: (metadata) => checkRfc2136(settingsOf(metadata)),
};

/** New zones are seen this late. */
const zonesKeptMs = 30_000;
const mostZonesKept = 10_000;

/** Servers of one's own have no quota: changes are gathered to spare them, not to be allowed. */
const gathering = {
  burst: 20,
  intervalMs: 25,
  longestIntervalMs: 250,
  removalPatienceMs: 500,
  // An update is one message of at most 64 KiB, and names each record set up to four times.
  maxRecordSets: 100,
  maxDataOctets: 16_000,
};

function rfc2136Provider(settings: Settings): DnsProvider {
  const writers = new Map<string, ZoneWriter>();
  const known = new Map<string, { zone: Zone; atMs: number }>();
  const server = settings.servers[0] ? serverName(settings.servers[0]) : "";

  function writerOf(zone: Zone): ZoneWriter {
    const writer = writers.get(zone.apex) ?? zoneWriter(changeableZone(settings, zone.apex), gathering);
    writers.set(zone.apex, writer);
    return writer;
  }

  function current(apex: string): Zone | null {
    const kept = known.get(apex);
    return kept && Date.now() - kept.atMs < zonesKeptMs ? kept.zone : null;
  }

  async function learn(apexes: readonly string[]): Promise<void> {
    if (apexes.length === 0) return;
    const { answers } = await ask(
      settings,
      apexes.map((name) => ({ name, type: "NS" as const })),
    );
    apexes.forEach((apex, index) => {
      const zone = zoneOf(apex, answers[index]);
      known.delete(apex);
      if (zone) known.set(apex, { zone, atMs: Date.now() });
    });
    for (const apex of [...known.keys()].slice(0, Math.max(0, known.size - mostZonesKept)))
      known.delete(apex);
  }

  /** The zone of the server that holds a name, by what the server says of its SOA record; null when it has none. */
  async function apexHolding(name: string): Promise<string | null> {
    const { answers, server: asked } = await ask(
      settings,
      selfAndAncestors(name).map((each) => ({ name: each, type: "SOA" as const })),
    );
    for (const answer of answers) {
      const apex = apexOf(answer);
      if (apex !== null && isWithin(name, apex)) return apex;
      const rcode = rcodeOf(answer);
      if (![rcodes.noError, rcodes.nxDomain, rcodes.refused, rcodes.notAuth].some((each) => each === rcode))
        throw refusal(rcode, "query", { server: asked, key: settings.key, zone: name });
    }
    return null;
  }

  return {
    title: texts.title,
    async zones({ fresh = false, holding } = {}) {
      if (settings.zones) {
        await learn(settings.zones.filter((apex) => fresh || !current(apex)));
        return settings.zones.flatMap((apex) => current(apex) ?? []);
      }
      if (holding !== undefined) {
        const name = withoutDot(holding).replace(/^\*\./, "");
        const isKnown = selfAndAncestors(name).some((each) => current(each));
        const apex = fresh || !isKnown ? await apexHolding(name) : null;
        await learn(apex !== null && (fresh || !current(apex)) ? [apex] : []);
      }
      return [...known.values()].map(({ zone }) => zone);
    },
    createZone(apex) {
      const isListed = settings.zones?.includes(apex) ?? true;
      const named = { apex, server, key: settings.key.name };
      const [note, remedy] = isListed
        ? [texts.cannotCreate(named), texts.cannotCreateRemedy(named)]
        : [texts.notListed(named), texts.notListedRemedy(named)];
      return Promise.reject(new Failure("rejected", note, { remedy }));
    },
    async read(zone, name, type) {
      const held = (await readName(settings, zone.apex, name)).find((each) => each.type === type);
      writerOf(zone).looked(name, type);
      return held ? recordSetOf(held) : null;
    },
    async readAll(zone, name) {
      const held = await readName(settings, zone.apex, name);
      for (const type of recordTypes) writerOf(zone).looked(name, type);
      return held.map(existingRecords);
    },
    async records(zone) {
      const { records, refusal: refused, server: asked } = await transfer(settings, zone.apex);
      if (refused) {
        const named = { server: asked, key: settings.key, zone: zone.apex };
        throw refusal(rcodeOf(refused) || rcodes.refused, "transfer", named);
      }
      return heldRecords(records).flatMap((held) => recordSetOf(held) ?? []);
    },
    change: (zone, changes, confirm) => writerOf(zone).change(changes, confirm),
  };
}

function selfAndAncestors(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}

/** The apex in the SOA record of an answer: the record itself, or where a negative answer comes from (RFC 2308). */
function apexOf({ flag_aa: isAuthoritative, answers = [], authorities = [] }: DecodedPacket): string | null {
  if (!isAuthoritative || answers.some(({ type }) => type === "CNAME" || type === "DNAME")) return null;
  const soa = [...answers, ...authorities].find(({ type }) => type === "SOA");
  return soa ? withoutDot(soa.name) : null;
}

/** Null when the server is not authoritative for it. */
export function zoneOf(apex: string, answer: DecodedPacket | undefined): Zone | null {
  if (!answer?.flag_aa || rcodeOf(answer) !== rcodes.noError) return null;
  const own = (answer.answers ?? []).filter(({ name, type }) => type === "NS" && withoutDot(name) === apex);
  if (own.length === 0) return null;
  const nameServers = own.map((record) => withoutDot("data" in record ? String(record.data) : ""));
  return { id: apex, apex, nameServers: nameServers.sort() };
}
