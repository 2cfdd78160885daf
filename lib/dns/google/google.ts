import type { DNS } from "@google-cloud/dns";
import { type ZoneWriter, zoneWriter } from "@/lib/dns/batching";
import type { Metadata, ProviderDefinition, ProviderOptions } from "@/lib/dns/provider-definition";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import type { DnsProvider } from "@/lib/gateway/world";
import { checkGoogle } from "./check";
import { googleDns } from "./client";
import { GoogleError, type GoogleIdentity, googleFailure } from "./failure";
import { parseServiceAccount, permissions, projectKey, serviceAccountKey } from "./metadata-keys";
import {
  changeableZone,
  describedData,
  existingRecords,
  listRecordSets,
  recordSetReader,
  recordTypes,
} from "./record-sets";
import { texts } from "./texts";
import { createZone, listZones } from "./zones";

const title = "Google Cloud DNS";
/** New zones made by hand are seen this late; those made here at once. */
const zonesKeptMs = 30_000;

/** Google Cloud DNS v1 by a service account's key. */
export const google: ProviderDefinition = {
  id: "google",
  title,
  keys: [projectKey, serviceAccountKey],
  permissions,
  create(metadata, options) {
    const { project, account, dns } = connect(metadata, options);
    return googleProvider(dns, { project, account: account.account });
  },
  async check(metadata, options) {
    const { project, account, dns } = connect(metadata, options);
    return checkGoogle(dns, { project, account: account.account, home: account.project });
  },
};

function connect(metadata: Metadata, { googleDnsEndpoint, googleTokenEndpoint }: ProviderOptions) {
  const project = projectKey.schema.parse(metadata[projectKey.key]);
  const parsed = parseServiceAccount(metadata[serviceAccountKey.key] ?? "");
  if (!parsed.ok) throw new Failure("unconfigured", `${serviceAccountKey.key}: ${parsed.mistake}`);
  const endpoints = { dnsEndpoint: googleDnsEndpoint, tokenEndpoint: googleTokenEndpoint };
  return { project, account: parsed.value, dns: googleDns(parsed.value, project, endpoints) };
}

interface OpenZone {
  read: ReturnType<typeof recordSetReader>;
  writer: ZoneWriter;
}

function googleProvider(dns: DNS, identity: GoogleIdentity): DnsProvider {
  const explain = (thrown: unknown) => googleFailure(thrown, identity);
  const explained = <Result>(asked: Promise<Result>) =>
    asked.catch((thrown: unknown): never => {
      throw explain(thrown);
    });
  const open = new Map<string, OpenZone>();
  let kept: { zones: Promise<Zone[]>; atMs: number } | undefined;

  /** A zone that was deleted under us is looked for again, not blamed on the project. */
  const explainIn = (zone: Zone) => (thrown: unknown) => {
    if (!(thrown instanceof GoogleError) || thrown.status !== 404) return explain(thrown);
    kept = undefined;
    return new Failure("conflict", texts.zoneGone({ zone: zone.id, apex: zone.apex }), {
      cause: thrown,
    });
  };

  function openZone(zone: Zone): OpenZone {
    const known = open.get(zone.id);
    if (known) return known;
    const read = recordSetReader(dns, zone.id);
    const made = { read, writer: zoneWriter(changeableZone(dns, zone.id, read, explainIn(zone))) };
    open.set(zone.id, made);
    return made;
  }

  const readName = (zone: Zone, name: string) =>
    openZone(zone)
      .read(name)
      .catch((thrown: unknown): never => {
        throw explainIn(zone)(thrown);
      });

  return {
    title,
    zones({ fresh = false } = {}) {
      if (!fresh && kept && Date.now() - kept.atMs < zonesKeptMs) return kept.zones;
      const zones = explained(listZones(dns));
      const mine = { zones, atMs: Date.now() };
      kept = mine;
      zones.catch(() => {
        if (kept === mine) kept = undefined;
      });
      return zones;
    },
    async createZone(apex) {
      try {
        return await explained(createZone(dns, apex));
      } finally {
        kept = undefined;
      }
    },
    async read(zone, name, type) {
      const held = (await readName(zone, name)).get(type);
      openZone(zone).writer.looked(name, type);
      if (!held) return null;
      const { set } = existingRecords(held);
      if (set) return set;
      throw new Failure("rejected", texts.notPlain({ type, name, data: describedData(held) }), {
        remedy: texts.deleteRecords({ type, name, zone: zone.id, provider: title }),
      });
    },
    async readAll(zone, name) {
      const held = await readName(zone, name);
      for (const type of recordTypes) openZone(zone).writer.looked(name, type);
      return [...held.values()].map(existingRecords);
    },
    async records(zone) {
      const held = await listRecordSets(dns, zone.id).catch((thrown: unknown): never => {
        throw explainIn(zone)(thrown);
      });
      return held.map((each) => existingRecords(each).set).filter((set) => set !== null);
    },
    change: (zone, changes, confirm) => openZone(zone).writer.change(changes, confirm),
  };
}
