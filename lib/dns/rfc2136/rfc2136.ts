import type { Answer, DecodedPacket } from "dns-packet";
import { type ZoneWriter, zoneWriter } from "@/lib/dns/batching";
import type { CheckResult, ProviderDefinition } from "@/lib/dns/provider-definition";
import { withoutDot } from "@/lib/dns/record-data";
import { rcodeOf } from "@/lib/dns/resolver/exchange";
import { isWithin } from "@/lib/dns/resolver/message";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { apexOf, isEmpty } from "./answers";
import { ask, isSigned, transfer, update } from "./exchange";
import { rcodes, refusal, serverName, unreachable } from "./failure";
import { keyNames, keys, type Settings, settingsOf } from "./metadata-keys";
import { changeableZone, existingRecords, heldRecords, readName, recordSetOf, recordTypes } from "./records";
import { texts } from "./texts";

/** Any server that accepts signed dynamic updates: BIND, Knot DNS, PowerDNS and others. */
export const rfc2136: ProviderDefinition = {
  id: "rfc2136",
  title: texts.title,
  keys,
  permissions: texts.permissions,
  isGuarded: true,
  create: (metadata, options) => rfc2136Provider(settingsOf(metadata, options)),
  check: (metadata, options) => checkRfc2136(settingsOf(metadata, options)),
};

/** How late Lamia may notice new zones. */
const zonesKeptMs = 30_000;
const mostZonesKept = 10_000;
/** For so long, a refusal doesn't prove that a zone has gone: the server may no longer know the key, or answer from another view. */
const expectedForMs = 86_400_000;

/** A user's own servers have no quota: changes are gathered to spare them, not to stay within a limit. */
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
  const seenAtMs = new Map<string, number>();
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

  /** Whether the server had the zone until lately, or you list it. */
  function isExpected(apex: string): boolean {
    if (settings.zones) return settings.zones.includes(apex);
    return Date.now() - (seenAtMs.get(apex) ?? Number.NEGATIVE_INFINITY) < expectedForMs;
  }

  /** Throws `Failure` if an answer leaves open whether there is a zone that the caller asks for. */
  async function learn(apexes: readonly string[], holding?: string): Promise<void> {
    if (apexes.length === 0) return;
    const { answers, server: asked } = await ask(
      settings,
      apexes.map((name) => ({ name, type: "NS" as const })),
    );
    const doubts: Failure[] = [];
    apexes.forEach((apex, index) => {
      const answer = answers[index];
      if (!answer) throw unreachable(asked, texts.cutShort);
      const zone = zoneOf(apex, answer);
      const rcode = rcodeOf(answer);
      const isAsked = holding === undefined || isWithin(holding, apex);
      // Nothing at all, or a zone without name servers.
      if (!zone && (isEmpty(answer) || apexOf(answer) === apex)) {
        if (isAsked) doubts.push(unreachable(asked, texts.oddAnswer({ name: apex })));
        return;
      }
      // The server of a zone that you list has it: no refusal proves that it has gone, with what Lamia wrote there.
      const isMissed = holding !== undefined && isExpected(apex);
      if (!zone && isAsked && (isMissed || !deniesZone(rcode))) {
        doubts.push(refusal(codeOfDoubt(rcode), "query", { server: asked, key: settings.key, zone: apex }));
        return;
      }
      known.delete(apex);
      // A refusal proves nothing, however the caller may read it.
      if (zone || !isRefusal(rcode)) seenAtMs.delete(apex);
      if (!zone) return;
      known.set(apex, { zone, atMs: Date.now() });
      seenAtMs.set(apex, Date.now());
    });
    for (const kept of [known, seenAtMs])
      for (const apex of [...kept.keys()].slice(0, Math.max(0, kept.size - mostZonesKept))) kept.delete(apex);
    if (doubts[0]) throw doubts[0];
  }

  /** The server's zone that holds a name, according to the SOA record in its answer; null if it has none. */
  async function apexHolding(name: string): Promise<string | null> {
    const names = selfAndAncestors(name);
    const { answers, server: asked } = await ask(
      settings,
      names.map((each) => ({ name: each, type: "SOA" as const })),
    );
    for (const [index, answer] of answers.entries()) {
      const apex = apexOf(answer);
      if (apex !== null && isWithin(name, apex)) return apex;
      const rcode = rcodeOf(answer);
      if (isEmpty(answer)) throw unreachable(asked, texts.oddAnswer({ name: names[index] ?? "" }));
      // A server that isn't authoritative for a zone that it had proves no more than one that refuses.
      const isMissed = (isRefusal(rcode) || !answer.flag_aa) && isExpected(names[index] ?? "");
      if (isMissed || !deniesZone(rcode))
        throw refusal(codeOfDoubt(rcode), "query", { server: asked, key: settings.key, zone: name });
    }
    return null;
  }

  return {
    title: texts.title,
    async zones({ fresh = false, holding } = {}) {
      const name = holding === undefined ? undefined : withoutDot(holding).replace(/^\*\./, "");
      if (settings.zones) {
        await learn(
          settings.zones.filter((apex) => fresh || !current(apex)),
          name,
        );
        return settings.zones.flatMap((apex) => current(apex) ?? []);
      }
      if (name !== undefined) {
        const isKnown = selfAndAncestors(name).some((each) => current(each));
        const apex = fresh || !isKnown ? await apexHolding(name) : null;
        await learn(apex !== null && (fresh || !current(apex)) ? [apex] : [], name);
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

/** Whether a server that answers so doesn't have the zone; any other code, such as SERVFAIL, says nothing about that. */
function deniesZone(rcode: number): boolean {
  return [rcodes.noError, rcodes.nxDomain, rcodes.refused, rcodes.notAuth].some((each) => each === rcode);
}

function isRefusal(rcode: number): boolean {
  return rcode === rcodes.refused || rcode === rcodes.notAuth;
}

/** A server that says that there is no zone where one is expected isn't the one that has it. */
function codeOfDoubt(rcode: number): number {
  return rcode === rcodes.noError || rcode === rcodes.nxDomain ? rcodes.notAuth : rcode;
}

/** Null if the server isn't authoritative for it. */
function zoneOf(apex: string, answer: DecodedPacket | undefined): Zone | null {
  if (!answer?.flag_aa || rcodeOf(answer) !== rcodes.noError) return null;
  const own = (answer.answers ?? []).filter(({ name, type }) => type === "NS" && withoutDot(name) === apex);
  if (own.length === 0) return null;
  const nameServers = own.map((record) => withoutDot("data" in record ? String(record.data) : ""));
  return { id: apex, apex, nameServers: nameServers.sort() };
}

/**
 * Asks the server with the key. If zones are named, also checks whether the key may update and transfer them, with an update
 * that consists of a prerequisite only, and with the beginning of a transfer. Changes nothing and never throws.
 */
async function checkRfc2136(settings: Settings): Promise<CheckResult> {
  try {
    return await checked(settings);
  } catch (thrown) {
    const failure = asFailure(thrown);
    const isServers = failure.kind === "unreachable" || failure.kind === "unconfigured";
    const key = isServers ? { key: keyNames.server } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? texts.tryAgain };
  }
}

async function checked(settings: Settings): Promise<CheckResult> {
  const zones = settings.zones ?? [];
  // Whatever it answers about the root, it answers this key.
  const { answers, server } = await ask(
    settings,
    [...zones, "."].map((name) => ({ name, type: "SOA" as const })),
  );
  const named = { server: serverName(server), key: settings.key.name };
  const notServed = zones.filter((zone, index) => {
    const answer = answers[index];
    const isSoa = (record: Answer) => record.type === "SOA" && withoutDot(record.name) === zone;
    return !answer?.flag_aa || !answer.answers?.some(isSoa);
  });
  if (notServed.length > 0) {
    const listed = { ...named, zones: notServed.join(", ") };
    return {
      ok: false,
      key: keyNames.zones,
      note: texts.zoneNotServed(listed),
      remedy: texts.zoneNotServedRemedy(listed),
    };
  }
  const notTransferred: string[] = [];
  for (const zone of zones) {
    const { answer } = await update(settings, zone, [{ name: zone, type: "ANY", class: "ANY" }], []);
    const rcode = rcodeOf(answer);
    if (rcode !== rcodes.noError) throw refusal(rcode, "update", { server, key: settings.key, zone });
    if (!(await mayTransfer(settings, zone))) notTransferred.push(zone);
  }
  const found =
    zones.length === 0 ? texts.allZones : texts.someZones({ count: zones.length, zones: zones.join(", ") });
  // If the server has no zone with that name, it may not look at the key.
  if (zones.length === 0 && !answers.every(isSigned))
    return { ok: true, note: texts.answers(named), warning: texts.keyNotSeen(named) };
  return {
    ok: true,
    note: texts.accepted({ ...named, zones: found }),
    ...(notTransferred.length > 0 ? { warning: texts.noTransfer({ zones: notTransferred.join(", ") }) } : {}),
  };
}

async function mayTransfer(settings: Settings, zone: string): Promise<boolean> {
  try {
    return (await transfer(settings, zone, { justBegin: true })).refusal === null;
  } catch (thrown) {
    if (asFailure(thrown).kind === "refused") return false;
    throw thrown;
  }
}
