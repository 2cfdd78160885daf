import { asFailure } from "@/lib/gateway/failure";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { hasValues, type Mark, markValue } from "@/lib/gateway/ownership/marks";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import type { GatewayName } from "@/lib/model/secured-hosts";
import { delegationMarkName, marksOf, ownNames } from "./delegation-marks";
import type { Answer, DnsProvider, Resolver } from "./ports";
import { holdingZone, sameNames, zonesFor } from "./zones";

/** What became of the NS records of a zone in its parent zone, where a provider of the virtual cluster holds that. */
export type ParentDelegation =
  | { kind: "written"; provider: string }
  /** The parent zone is held, but something of others is in the way. */
  | { kind: "refused"; note: string }
  /** No provider holds the zone that the parent's servers serve. */
  | { kind: "elsewhere" };

const ttlSeconds = 3_600;

/**
 * Writes the NS records of `zone` into its parent zone, if the virtual cluster has that zone too, and the servers that answered
 * for the parent are its own. Changes only what carries our mark, or an empty name: a delegation hides everything at and
 * below it.
 */
export async function delegateInParent(
  zone: Zone,
  gateway: GatewayName,
  { parent, answers }: { parent: string; answers: readonly Answer[] },
  world: World,
): Promise<ParentDelegation> {
  const held = await heldParent(zone.apex, { parent, answers }, world);
  const markName = delegationMarkName(zone.apex);
  if (!held || !markName) return { kind: "elsewhere" };
  const { dns, zone: above } = held;
  const [existing, beside] = await Promise.all([dns.readAll(above, zone.apex), dns.readAll(above, markName)]);
  const mark = beside.find(({ type }) => type === "TXT")?.set ?? null;
  const seen = existing.find(({ type }) => type === "NS")?.set ?? null;
  const next: RecordSet = { name: zone.apex, type: "NS", ttlSeconds, values: zone.nameServers };
  // It is on its way to the parent's servers, whoever wrote it.
  if (seen && sameNames(seen.values, zone.nameServers)) return { kind: "written", provider: dns.title };
  const ours = marksOf(mark, world.owner, gateway);
  const isOurs = seen !== null && isListed(ours, seen);
  const inTheWay = [
    ...existing.filter(({ type }) => !(isOurs && type === "NS")),
    ...(ours.length > 0 && beside.length === 1 ? [] : beside),
  ].map(({ type, described }) => `${type} ${described}`);
  const refused = () => ({
    kind: "refused" as const,
    note: texts.parentHasOthers({
      parent: above.apex,
      zone: zone.apex,
      records: inTheWay.slice(0, mostNamed).join("; "),
    }),
  });
  // The whole zone is read only if nothing else decides.
  if (inTheWay.length > 0) return refused();
  const below = (await dns.records(above)).filter(({ name }) => name.endsWith(`.${zone.apex}`));
  // Lamia's own, from before there was a zone, are in the new zone by now, or nobody wants them.
  const own = new Set(below.flatMap((set) => ownNames(set, world.owner, gateway)));
  for (const { name, type } of below) if (!own.has(name)) inTheWay.push(`${type} ${name}`);
  if (inTheWay.length > 0) return refused();
  const nextMark: RecordSet = {
    name: markName,
    type: "TXT",
    ttlSeconds,
    values: [markValue(world.owner, gateway, [next])],
  };
  try {
    await dns.change(above, [
      { seen, next },
      { seen: mark, next: nextMark },
    ]);
  } catch (thrown) {
    // Another host of the zone wrote it just now, or somebody else; the next visit sees what.
    if (asFailure(thrown).kind !== "conflict") throw thrown;
  }
  return { kind: "written", provider: dns.title };
}

/** Of the virtual cluster: none but its own may write for it. */
export function providersOf({ dns, otherDns = [] }: Pick<World, "dns" | "otherDns">): DnsProvider[] {
  return [dns, ...otherDns];
}

/** The zone that the parent's servers serve, at the first provider that holds it. */
async function heldParent(
  apex: string,
  { parent, answers }: { parent: string; answers: readonly Answer[] },
  world: World,
): Promise<{ dns: DnsProvider; zone: Zone } | null> {
  const above = apex.slice(apex.indexOf(".") + 1);
  const servers = new Set(answers.map(({ server }) => server.toLowerCase()));
  for (const dns of providersOf(world).filter(({ byHand }) => !byHand)) {
    const zone = await holdingZone({ dns, resolver: world.resolver }, above).catch(() => null);
    if (zone?.apex === parent && zone.nameServers.some((server) => servers.has(server))) return { dns, zone };
  }
  return null;
}

/** In one note. */
const mostNamed = 5;

/** Whether each server says that it doesn't serve the zone: whoever gets a zone there could answer for it. */
export async function isUnserved(
  apex: string,
  servers: readonly string[],
  resolver: Pick<Resolver, "ask">,
): Promise<boolean> {
  return (await resolver.ask(servers, apex, "NS")).every(({ isLame }) => isLame);
}

function isListed(marks: readonly Mark[], found: RecordSet): boolean {
  return marks.some(({ records }) => records?.some((each) => hasValues(found, each)));
}

/**
 * Deletes the NS records that Lamia wrote for zones at or above a host, with their marks, where no provider has such a zone any
 * more, and each of its name servers says that it doesn't serve it: whoever gets a zone there could answer for it. A zone may
 * also be out of sight because other credentials are used now; while a server answers for it or is silent, all stays. A
 * provider that doesn't answer may have it, so it throws. Returns the zones that are no longer delegated.
 */
export async function withdrawDelegations(
  { host, gateway }: { host: string; gateway: GatewayName },
  everyDns: readonly DnsProvider[],
  { owner, resolver }: Pick<World, "owner" | "resolver">,
): Promise<string[]> {
  const able = everyDns.filter(({ byHand }) => !byHand);
  const known = await Promise.all(able.map((dns) => dns.zones({ holding: host })));
  const withdrawn: string[] = [];
  for (const [at, dns] of able.entries()) {
    for (const above of zonesFor(known[at] ?? [], host)) {
      for (const apex of namesBetween(host, above.apex)) {
        const name = delegationMarkName(apex);
        // The name servers say it at no cost; most hosts are in no zone of this kind.
        const said = name ? await resolver.ask(above.nameServers, name, "TXT") : [];
        if (!name || !said.some(({ values }) => values?.length)) continue;
        const fresh = await Promise.all(able.map((each) => each.zones({ holding: host, fresh: true })));
        if (fresh.flat().some((zone) => zone.apex === apex)) continue;
        const mark = (await dns.readAll(above, name)).find(({ type }) => type === "TXT")?.set;
        const ours = marksOf(mark, owner, gateway);
        if (!mark || ours.length === 0) continue;
        const found = (await dns.readAll(above, apex)).find(({ type }) => type === "NS")?.set;
        if (!(await isUnserved(apex, found?.values ?? [], resolver))) continue;
        const written = found && isListed(ours, found) ? [{ seen: found, next: null }] : [];
        await dns.change(above, [{ seen: mark, next: null }, ...written]);
        if (written.length > 0) withdrawn.push(apex);
      }
    }
  }
  return withdrawn;
}

/** The host itself and the names above it, down to just below the zone. */
function namesBetween(host: string, apex: string): string[] {
  const labels = host.replace(/^\*\./, "").split(".");
  const count = labels.length - apex.split(".").length;
  return labels.slice(0, Math.max(0, count)).map((_, index) => labels.slice(index).join("."));
}
