import { createHash } from "node:crypto";
import { z } from "zod";
import type { ChallengeDelegation, DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { isNamed } from "./named-zone";
import type { Candidate } from "./provider-by-zone";
import type { MetadataKey } from "./provider-definition";
import { zoneTexts as texts } from "./zone-texts";

/** Names a zone at a provider with an API, in which challenges of domains that are kept by hand are answered. */
export const challengeZoneKey = {
  key: "acme_challenge_zone",
  label: texts.challengeZone,
  help: texts.challengeZoneHelp,
  placeholder: "acme.example.org",
  secret: false,
  kind: "text",
  optional: true,
  pattern: { source: "[^\\s,]{1,255}", mistake: texts.zoneMistake },
  schema: z.string().regex(/^[^\s,]{1,255}$/, texts.zoneMistake),
} as const satisfies MetadataKey;

/** Whose challenges they are. */
export interface ChallengeOwner {
  /** The owner in ownership records: installations that share a zone don't share names. */
  installation: string;
  virtualCluster: string;
}

/** Below the zone, so that nobody's hosts are there: no Secured Host has an underscore. */
const commonLabel = "_lamia-acme";

/** What the names of a virtual cluster's challenges end in. */
function suffixOf({ virtualCluster }: ChallengeOwner, apex: string): string {
  return `.${virtualCluster}.${commonLabel}.${apex}`;
}

/** Where the CNAME record of a challenge leads: one name for each challenge, the same at every renewal. */
export function challengeTarget(name: string, owner: ChallengeOwner, apex: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([owner.installation, owner.virtualCluster, name]))
    .digest("hex");
  return `${digest.slice(0, 32)}${suffixOf(owner, apex)}`;
}

/**
 * The provider, limited to TXT records below the virtual cluster's own label. Tenants share the installation's zones, and whoever
 * writes another one's challenge could have its host certified.
 */
export function ownChallenges(dns: DnsProvider, owner: ChallengeOwner): DnsProvider {
  const isOwn = (name: string, apex: string) => name.endsWith(suffixOf(owner, apex));
  return {
    ...dns,
    async zones(query) {
      const { holding } = query ?? {};
      // Asked for any other name, the provider need not answer at all.
      if (!holding?.includes(`.${owner.virtualCluster}.${commonLabel}.`)) return [];
      return (await dns.zones(query)).filter(({ apex }) => isOwn(holding, apex));
    },
    createZone: (apex) => Promise.reject(refusedName(owner, apex)),
    async change(zone, changes, confirm) {
      const sets = changes.flatMap(({ seen, next }) => [seen, next]).filter((set) => set !== null);
      const foreign = sets.find(({ name, type }) => type !== "TXT" || !isOwn(name, zone.apex));
      if (foreign) throw refusedName(owner, foreign.name);
      return dns.change(zone, changes, confirm);
    },
  };
}

function refusedName({ virtualCluster }: ChallengeOwner, name: string): Failure {
  return new Failure("rejected", texts.notItsChallenge({ virtualCluster, name }));
}

interface Asked {
  /** The zone, by its DNS name or the provider's ID. */
  name: string;
  /** Providers with an API that the virtual cluster may use for this: its own first, then the installation's. */
  candidates: readonly Candidate[];
  owner: ChallengeOwner;
  resolver: Pick<Resolver, "delegation">;
}

/**
 * Answers challenges in the named zone. Never throws: without a zone that can be used, `targetOf` throws the reason. If two
 * providers have the zone, it is the one that the parent zone delegates to.
 */
export async function challengesInZone(asked: Asked): Promise<ChallengeDelegation> {
  const { candidates, owner } = asked;
  const found = await usableZone(asked).catch(asFailure);
  if (found instanceof Failure) {
    const nothing = candidates[0]?.dns;
    const dns = nothing ? ownChallenges(nothing, owner) : unavailable(found);
    return { dns, targetOf: () => Promise.reject(found) };
  }
  const { apex } = found.zone;
  return {
    dns: ownChallenges(found.dns, owner),
    targetOf: async (name) => challengeTarget(name, owner, apex),
    isTarget: (name) => name.endsWith(suffixOf(owner, apex)),
  };
}

async function usableZone({ name, candidates, resolver }: Asked): Promise<{ dns: DnsProvider; zone: Zone }> {
  const asked = await Promise.all(
    candidates.map(async ({ dns }) => {
      try {
        return { dns, zones: (await dns.zones()).filter((zone) => isNamed(zone, name)) };
      } catch (thrown) {
        return { dns, zones: [], failure: asFailure(thrown) };
      }
    }),
  );
  const holders = asked.flatMap(({ dns, zones }) => zones.map((zone) => ({ dns, zone })));
  const [first] = holders;
  const silent = asked.find(({ failure }) => failure)?.failure;
  if (!first) throw silent ?? (await missing(name, candidates));
  const { answers } = await resolver.delegation(first.zone.apex);
  const said = answers.filter(({ values }) => values !== null);
  const servers = new Set(said.flatMap(({ values }) => values ?? []).map((server) => server.toLowerCase()));
  const delegated = holders.find(({ zone }) => zone.nameServers.some((server) => servers.has(server)));
  if (delegated || said.length === 0) return delegated ?? first;
  throw refused(
    texts.challengeZoneUndelegated({ zone: first.zone.apex }),
    texts.challengeZoneUndelegatedRemedy({
      zone: first.zone.apex,
      servers: first.zone.nameServers.join(", "),
    }),
  );
}

async function missing(name: string, candidates: readonly Candidate[]): Promise<Failure> {
  if (candidates.length === 0)
    return refused(texts.noChallengeProvider({ name }), texts.noChallengeProviderRemedy);
  const hidden = await Promise.all(candidates.map(({ dns }) => dns.privateZones?.() ?? []));
  const providers = candidates.map(({ dns }) => dns.title).join(", ");
  return hidden.flat().some((zone) => isNamed(zone, name))
    ? refused(texts.challengeZonePrivate({ name }), texts.challengeZoneRemedy)
    : refused(texts.challengeZoneUnknown({ name, providers }), texts.challengeZoneRemedy);
}

function refused(message: string, remedy: string): Failure {
  return new Failure("unconfigured", message, { remedy });
}

function unavailable(reason: Failure): DnsProvider {
  const refuse = () => Promise.reject(reason);
  return {
    title: texts.challengeZone,
    zones: async () => [],
    createZone: refuse,
    read: refuse,
    readAll: refuse,
    records: refuse,
    change: refuse,
  };
}
