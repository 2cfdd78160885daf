import { challengesInZone, challengeZoneKey, ownChallenges } from "@/lib/dns/challenge-zone";
import { chooseProvider, type ProviderChoice, type ProviderSettings } from "@/lib/dns/choose-provider";
import type { Candidate } from "@/lib/dns/provider-by-zone";
import type { Metadata, ProviderSource } from "@/lib/dns/provider-definition";
import type { ProviderRegistry } from "@/lib/dns/registry";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { World } from "@/lib/gateway/world";
import { plainValue } from "@/lib/model/settings";

/** Where the challenges of domains that a virtual cluster keeps by hand are answered. */
export interface DelegableChallenges {
  /** The provider, with challenges in the zone that the metadata name, or else with what could be named. */
  inZone(dns: DnsProvider): DnsProvider;
  /** All providers in which its challenges may be left from earlier settings, limited to those. */
  own: readonly DnsProvider[];
}

export const withoutChallenges: DelegableChallenges = { inZone: (dns) => dns, own: [] };

interface Parts {
  dnsProviders: ProviderRegistry;
  owner(): Promise<string>;
  common: Pick<World, "resolver">;
  /** What worlds make of each provider. */
  provider(dns: DnsProvider): DnsProvider;
}

export function delegableChallenges({ dnsProviders, owner, common: { resolver }, provider }: Parts) {
  function withApi(settings: Metadata, from: ProviderSource): Candidate[] {
    const { every } = chooseProvider({ own: {}, installation: settings });
    const all = every.map((each) => ({
      id: each.id,
      dns: provider(dnsProviders.providerFor(settings, from, each)),
    }));
    return all.filter(({ dns }) => !dns.byHand);
  }

  return async (
    virtualCluster: string,
    { known, choice }: { known: ProviderSettings; choice: ProviderChoice },
  ): Promise<DelegableChallenges> => {
    const ofChallenges = { installation: await owner(), virtualCluster };
    const isOwn = choice.from === "virtual-cluster";
    const candidates = [
      ...(isOwn ? withApi(choice.settings, "virtual-cluster") : []),
      ...withApi(known.installation, "installation"),
    ];
    const own = candidates.map(({ dns }) => ownChallenges(dns, ofChallenges));
    const settings = isOwn ? choice.settings : known.own;
    const name =
      plainValue(settings, challengeZoneKey.key) || plainValue(known.installation, challengeZoneKey.key);
    if (!name) {
      const couldDelegateTo = [...new Set(candidates.map(({ dns }) => dns.title))];
      return { own, inZone: (dns) => (dns.byHand && !dns.challenges ? { ...dns, couldDelegateTo } : dns) };
    }
    const challenges = await challengesInZone({ name, candidates, owner: ofChallenges, resolver });
    return { own, inZone: (dns) => (dns.byHand ? { ...dns, challenges } : dns) };
  };
}
