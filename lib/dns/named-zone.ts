import type { DnsProvider, ReadOptions } from "@/lib/gateway/dns/ports";
import { holdsName } from "@/lib/gateway/dns/zones";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import type { SettingPlace } from "@/lib/model/dns-choice";
import type { Candidate } from "./provider-by-zone";
import { withoutDot } from "./record-data";
import { zoneTexts as texts } from "./zone-texts";

/** A zone that the metadata name, by the provider's ID or by its DNS name. */
export interface NamedZone {
  name: string;
  /** Whose metadata. */
  place: SettingPlace;
}

/** Route 53 shows IDs with this prefix in some places, and without in others. */
const idPrefix = /^\/?hostedzone\//i;

export function isNamed({ id, apex }: Zone, name: string): boolean {
  const plain = name.trim().replace(idPrefix, "");
  return id === plain || apex === withoutDot(plain).toLowerCase();
}

/**
 * The same provider, but of the zones that could hold the host, it has the named one, and the zones above that one. Other
 * zones stay: a challenge's CNAME record may lead to one.
 */
export function inNamedZone(dns: DnsProvider, host: string, { name, place }: NamedZone): DnsProvider {
  return {
    ...dns,
    async zones(query) {
      const zones = await dns.zones(query);
      if (query?.everywhere) return zones;
      const named = zones.filter((zone) => isNamed(zone, name) && holdsName(zone, host));
      const longest = Math.max(0, ...named.map(({ apex }) => apex.length));
      return zones.filter(
        (zone) => !holdsName(zone, host) || named.includes(zone) || zone.apex.length < longest,
      );
    },
    createZone: () => Promise.reject(unknownZone({ name, place }, host, dns.title)),
  };
}

/**
 * Why the named zone can't hold the host; null if it can, or if a provider that doesn't answer may have it. Distinguishes a
 * zone that nobody has, one that doesn't cover the host, and one that isn't public.
 */
export async function namedZoneProblem(
  candidates: readonly Candidate[],
  host: string,
  { name, place }: NamedZone,
  options: ReadOptions = {},
): Promise<Failure | null> {
  const asked = await Promise.all(
    candidates.map(async ({ dns }) => {
      try {
        const zones = await dns.zones({ ...options, holding: host });
        const named = zones.filter((zone) => isNamed(zone, name));
        if (named.length > 0 || !dns.privateZones) return { named, hidden: [] };
        return { named, hidden: (await dns.privateZones()).filter((zone) => isNamed(zone, name)) };
      } catch (thrown) {
        return { failure: asFailure(thrown), named: [], hidden: [] };
      }
    }),
  );
  const named = asked.flatMap((each) => each.named);
  if (named.some((zone) => holdsName(zone, host))) return null;
  const [other] = named;
  if (other)
    return refused(
      texts.zoneElsewhere({ zone: other.apex, host }),
      texts.zoneElsewhereRemedy({ ...place, host }),
    );
  const silent = asked.find(({ failure }) => failure);
  if (silent) return null;
  const [hidden] = asked.flatMap((each) => each.hidden);
  if (hidden)
    return refused(texts.zoneIsPrivate({ zone: hidden.apex }), texts.zoneIsPrivateRemedy({ ...place, host }));
  const titles = candidates.map(({ dns }) => dns.title).join(", ");
  return unknownZone({ name, place }, host, titles);
}

function unknownZone({ name, place }: NamedZone, host: string, providers: string): Failure {
  return refused(texts.zoneUnknown({ name, providers }), texts.zoneUnknownRemedy({ ...place, host }));
}

function refused(message: string, remedy: string): Failure {
  return new Failure("unconfigured", message, { remedy });
}
