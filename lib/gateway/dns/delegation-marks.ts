import type { RecordSet } from "@/lib/gateway/model";
import {
  hostOfMark,
  type Mark,
  markedGateways,
  markedRegistry,
  readMark,
} from "@/lib/gateway/ownership/marks";
import type { GatewayName } from "@/lib/model/secured-hosts";
import { challengeNameOf } from "./challenge-records";

const longestLabel = 63;

/**
 * The TXT record beside the NS records that says that Lamia wrote them. It can't lie below the zone cut, where nobody would see
 * it, so the first label of the zone becomes a part of its own. Null if that is too long.
 */
export function delegationMarkName(apex: string): string | null {
  const [label = "", ...rest] = apex.split(".");
  const own = `_lamia-ns-${label}`;
  return own.length > longestLabel ? null : [own, ...rest].join(".");
}

/** What the mark lists, if all of it is of this virtual cluster: another one's delegation is never changed. */
export function marksOf(
  mark: RecordSet | null | undefined,
  owner: string,
  { namespace }: GatewayName,
): Mark[] {
  const marks = (mark?.values ?? []).flatMap((value) => readMark(value) ?? []);
  const isOurs = marks.every((each) => each.owner === owner && each.gateway.namespace === namespace);
  return isOurs && marks.length === mark?.values.length ? marks : [];
}

/**
 * The names that a mark of this virtual cluster makes its own: of a host, its records, its challenge, and the records for
 * external-dns that the mark lists; of a zone, its NS records.
 */
export function ownNames(set: RecordSet, owner: string, gateway: GatewayName): string[] {
  const marks = set.type === "TXT" ? marksOf(set, owner, gateway) : [];
  if (marks.length === 0) return [];
  const zone = zoneOfMark(set.name);
  if (zone !== null) return [set.name, zone];
  const host = hostOfMark(set.name);
  if (host === null) return [set.name];
  const registry = marks.flatMap((mark) => markedRegistry(set.values, owner, mark.gateway));
  return [set.name, host, challengeNameOf(host), ...registry];
}

/** The zone whose NS records the mark of that name is beside; null if it isn't such a name. */
function zoneOfMark(name: string): string | null {
  const [, apex] = /^_lamia-ns-(.+)$/.exec(name) ?? [];
  return apex ?? null;
}

/** NS records that Lamia wrote for a zone, by its mark. */
export interface MarkedDelegation {
  apex: string;
  gateway: GatewayName;
  servers: string[];
}

/**
 * The delegations of this installation in a zone, for zones that no provider has any more and below which nobody asks for a
 * host. The servers may still answer: `isUnserved` asks them.
 */
export function orphanedDelegations(
  records: readonly RecordSet[],
  owner: string,
  { zones, isWantedBelow }: { zones: ReadonlySet<string>; isWantedBelow(apex: string): boolean },
): MarkedDelegation[] {
  if (owner === "") return [];
  return records.flatMap(({ name, type, values }) => {
    const apex = type === "TXT" ? zoneOfMark(name) : null;
    const [gateway] = apex === null ? [] : markedGateways(values, owner);
    if (apex === null || !gateway || zones.has(apex) || isWantedBelow(apex)) return [];
    const servers = records.filter((set) => set.type === "NS" && set.name === apex);
    return [{ apex, gateway, servers: servers.flatMap((set) => set.values) }];
  });
}
