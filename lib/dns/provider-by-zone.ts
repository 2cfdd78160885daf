import type { DnsProvider, ReadOptions, Resolver } from "@/lib/gateway/dns/ports";
import { holdsName, zonesFor } from "@/lib/gateway/dns/zones";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import type { ProviderReason } from "@/lib/model/dns-choice";
import { texts } from "./texts";

/** One of several providers of a virtual cluster. */
export interface Candidate {
  id: string;
  dns: DnsProvider;
}

type Chosen<Each extends Candidate> =
  | { kind: "chosen"; candidate: Each; reason: ProviderReason; zones: number }
  /** A provider that doesn't answer may have the zone, or nothing says which of several zones is in use. */
  | { kind: "doubt"; candidate: Each; failure: Failure };

interface Holding<Each extends Candidate> {
  candidate: Each;
  zone: Zone | undefined;
  /** How many of its zones could hold the host. */
  zones: number;
  failure: Failure | undefined;
}

/**
 * The provider that has the longest zone for a host. If several have the same zone, it is the one that the parent zone
 * delegates to, and then one with an API rather than records that you enter by hand. If none has a zone, it is the first one
 * with an API, which creates the zone. `before` is the previous choice: if it has a zone, or doesn't answer itself, it stays
 * while another provider or the parent zone doesn't answer.
 */
export async function providerByZone<Each extends Candidate>(
  candidates: readonly [Each, ...Each[]],
  host: string,
  { resolver, before, ...options }: ReadOptions & { resolver: Pick<Resolver, "delegation">; before?: string },
): Promise<Chosen<Each>> {
  const [first] = candidates;
  if (candidates.length === 1) return { kind: "chosen", candidate: first, reason: "only", zones: 0 };
  const asked = await Promise.all(candidates.map((each) => holding(each, host, options)));
  const zones = asked.reduce((sum, each) => sum + each.zones, 0);
  const chosen = (candidate: Each, reason: ProviderReason) => ({
    kind: "chosen" as const,
    ...{ candidate, reason, zones },
  });
  const silent = asked.find(({ failure }) => failure);
  if (silent?.failure) {
    const known = asked.find(({ candidate }) => candidate.id === before);
    // Without its own zone, it would create one, although the one that doesn't answer may have it.
    if (known?.zone || known?.failure) return chosen(known.candidate, "kept");
    return { kind: "doubt", candidate: silent.candidate, failure: silent.failure };
  }
  const longest = Math.max(0, ...asked.map(({ zone }) => zone?.apex.length ?? 0));
  const holders = asked.filter(({ zone }) => zone && zone.apex.length === longest);
  const [only, other] = holders;
  if (only && !other) return chosen(only.candidate, "longest");
  if (!only) return chosen(byApiFirst(asked)[0]?.candidate ?? first, "first");
  const delegated = await delegatedAmong(holders, resolver);
  if (delegated instanceof Failure) {
    const known = holders.find(({ candidate }) => candidate.id === before);
    if (known) return chosen(known.candidate, "kept");
    return { kind: "doubt", candidate: only.candidate, failure: delegated };
  }
  const reason = delegated.length < holders.length ? "delegated" : "api";
  return chosen(byApiFirst(delegated)[0]?.candidate ?? first, reason);
}

async function holding<Each extends Candidate>(
  candidate: Each,
  host: string,
  options: ReadOptions,
): Promise<Holding<Each>> {
  try {
    const known = await candidate.dns.zones({ ...options, holding: host });
    const zones = known.filter((each) => holdsName(each, host)).length;
    return { candidate, zone: zonesFor(known, host)[0], zones, failure: undefined };
  } catch (thrown) {
    return { candidate, zone: undefined, zones: 0, failure: asFailure(thrown) };
  }
}

/** Those whose zone has most of the name servers that the parent zone names; a failure if the parent zone doesn't answer. */
async function delegatedAmong<Each extends Candidate>(
  holders: readonly Holding<Each>[],
  resolver: Pick<Resolver, "delegation">,
): Promise<readonly Holding<Each>[] | Failure> {
  const apex = holders[0]?.zone?.apex ?? "";
  const delegation = await resolver.delegation(apex).catch(asFailure);
  if (delegation instanceof Failure) return delegation;
  const { answers } = delegation;
  if (answers.every(({ values }) => values === null))
    return new Failure("unreachable", texts.parentSilent({ zone: apex }));
  const found = new Set(answers.flatMap(({ values }) => values ?? []).map((server) => server.toLowerCase()));
  const share = ({ zone }: Holding<Each>) =>
    zone?.nameServers.filter((server) => found.has(server)).length ?? 0;
  const most = Math.max(...holders.map(share));
  return holders.filter((each) => share(each) === most);
}

function byApiFirst<Each extends Candidate>(all: readonly Holding<Each>[]): Holding<Each>[] {
  const rank = ({ candidate }: Holding<Each>) => (candidate.dns.byHand ? 1 : 0);
  return all.toSorted((one, other) => rank(one) - rank(other));
}
