import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import type { Answer, ReadOptions } from "./ports";
import { texts as zoneTexts } from "./texts";

/**
 * The zones that hold a name: those with the longest apex that equals the name or is a suffix of it, the oldest
 * first. Several if zones have the same name; none if the provider has no zone for it.
 */
export function zonesFor(zones: readonly Zone[], name: string): Zone[] {
  const holding = zones.filter((zone) => holdsName(zone, name));
  const longest = Math.max(...holding.map(({ apex }) => apex.length));
  return holding.filter(({ apex }) => apex.length === longest).toSorted(byAge);
}

/** Whether the name is in the zone or below it, delegated or not. */
export function holdsName({ apex }: Pick<Zone, "apex">, name: string): boolean {
  const plain = name.replace(/^\*\./, "");
  return plain === apex || plain.endsWith(`.${apex}`);
}

function byAge(left: Zone, right: Zone): number {
  const age = (zone: Zone) => (zone.createdAt ? Date.parse(zone.createdAt) : Number.POSITIVE_INFINITY);
  const [mine, other] = [age(left), age(right)];
  return mine === other ? left.id.localeCompare(right.id) : mine - other;
}

/** The display name of a parent zone. `""` is the root, and a name without a dot is a top-level domain. */
export function parentName(zone: string): string {
  if (zone === "") return texts.rootZone;
  return zone.includes(".") ? zone : texts.registry({ domain: zone });
}

/**
 * The zone that holds a name, or null. If several have the same name, the one that the parent zone delegates to,
 * otherwise the oldest. Throws `unreachable` if that can't be found out, because a wrong guess would write where
 * nobody reads.
 */
export async function holdingZone(
  { dns, resolver }: Pick<World, "dns" | "resolver">,
  name: string,
  options?: ReadOptions,
): Promise<Zone | null> {
  const [oldest, ...others] = zonesFor(await dns.zones({ ...options, holding: name }), name);
  if (!oldest || others.length === 0) return oldest ?? null;
  const { parent, answers } = await resolver.delegation(oldest.apex);
  const answered = answers.filter(({ values }) => values !== null);
  if (answered.length === 0) {
    throw new Failure(
      "unreachable",
      texts.ambiguousZone({
        provider: dns.title,
        count: others.length + 1,
        zone: oldest.apex,
        parent: parentName(parent),
      }),
    );
  }
  const found = answered.flatMap(({ values }) => values ?? []).map((server) => server.toLowerCase());
  const share = (zone: Zone) => zone.nameServers.filter((server) => found.includes(server)).length;
  return [oldest, ...others].reduce((best, zone) => (share(zone) > share(best) ? zone : best));
}

/**
 * A zone below the apex of another one that takes its names away (RFC 1034, section 4.2.1). `servers`: where it is delegated
 * to; none if the servers of the zone above serve it, too, and answer from it, delegated or not.
 */
export interface ZoneCut {
  zone: string;
  servers: string[];
}

/** The zone cut that the name servers of `zone` refer to, or answer from; null if there is none. */
export function cutBelow(zone: Zone, answers: readonly Answer[]): ZoneCut | null {
  const referrals = answers.flatMap(({ referral }) => referral ?? []);
  const served = answers.flatMap(({ zone: from }) => (from ? { zone: from, servers: [] } : []));
  return [...referrals, ...served].find((cut) => cut.zone.endsWith(`.${zone.apex}`)) ?? null;
}

/** Whether both lists name the same servers, ignoring order and case. */
export function sameNames(left: readonly string[], right: readonly string[]): boolean {
  const normal = (names: readonly string[]) =>
    [...new Set(names.map((name) => name.toLowerCase()))].sort().join();
  return normal(left) === normal(right);
}

/** What a zone cut between the zone and the host means, and what you can do about it. */
export function explainCut(
  host: string,
  zone: Zone,
  cut: ZoneCut,
  provider: string,
): { note: string; remedy: string } {
  const servers = cut.servers.join(", ");
  if (!servers)
    return {
      note: zoneTexts.shadowedZone({ zone: zone.apex, cut: cut.zone, host, id: zone.id }),
      remedy: zoneTexts.shadowedZoneRemedy({ cut: cut.zone }),
    };
  return {
    note: zoneTexts.cutZone({ zone: zone.apex, cut: cut.zone, servers, host, id: zone.id }),
    remedy: zoneTexts.cutZoneRemedy({ cut: cut.zone, provider, id: zone.id }),
  };
}
