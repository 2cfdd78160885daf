import type { Authorities } from "@/lib/acme/authority";
import { chooseCas, type EnvironmentCa } from "@/lib/acme/ca-choice";
import {
  chooseProvider,
  hasProviderKey,
  type ProviderChoice,
  type ProviderSettings,
} from "@/lib/dns/choose-provider";
import { externalDnsSettings } from "@/lib/dns/external-dns-keys";
import { inNamedZone, type NamedZone, namedZoneProblem } from "@/lib/dns/named-zone";
import { type Candidate, providerByZone } from "@/lib/dns/provider-by-zone";
import type { Metadata, ProviderDefinition } from "@/lib/dns/provider-definition";
import { chooseRegistrars, type RegistrarRegistry } from "@/lib/dns/registrars/registry";
import { type ProviderRegistry, unconfiguredProvider } from "@/lib/dns/registry";
import type { DnsProvider, ReadOptions } from "@/lib/gateway/dns/ports";
import type { Registrars } from "@/lib/gateway/registrar/registrar";
import type { CertificateAuthority, Kept, World } from "@/lib/gateway/world";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { lastSettings } from "@/lib/kubernetes/vault/last-settings";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { chosenZoneKey, type DnsWish } from "@/lib/model/dns-choice";
import { isIpAddress } from "@/lib/model/dns-name";
import { gatewayAddressKey } from "@/lib/model/gateway-address";
import { plainValue } from "@/lib/model/settings";
import { whileWaiting } from "@/lib/runner/slots";
import { delegableChallenges, withoutChallenges } from "./delegable-challenges";
import { fromSecret, ofWalks, settingsReader } from "./read-settings";

export interface Worlds {
  /** The CA at which orders of this virtual cluster can be tried; null if none is known. */
  stagingFor(virtualCluster: string): Promise<CertificateAuthority | null>;
  /**
   * Everything that a walk in this virtual cluster may use. With `fresh`, it bypasses the adapters' caches. The zone of
   * `host` decides between several DNS providers, and `wish` says what its Gateway's metadata name; without a host, the first
   * provider is used.
   */
  worldFor(virtualCluster: string, options?: WorldOptions): Promise<World>;
  /**
   * Each DNS provider that any of these virtual clusters has configured, once, with one of its virtual clusters.
   */
  providersOf(
    virtualClusters: readonly string[],
  ): Promise<{ users: [string, ...string[]]; dns: DnsProvider }[]>;
  /** All DNS providers of a virtual cluster, because a host may have been at another one than the one that holds it now. */
  everyDnsOf(virtualCluster: string): Promise<DnsProvider[]>;
  /** The hosts of a deleted Namespace are cleaned up, and its settings are no longer needed. */
  forgetSettings(virtualCluster: string): Promise<void>;
  /** The CA that issues for a virtual cluster; without one, the CA for those that choose none. */
  issuerFor(virtualCluster: string | null): Promise<CertificateAuthority>;
  /** What a provider can be created from, including secret values. */
  providerSettings(virtualCluster: string): Promise<ProviderSettings>;
  /** The pending order of a host. */
  orderOf(host: string): Promise<Kept["order"]>;
  /** The providers that any virtual cluster may use. */
  installationSettings(): Promise<Metadata>;
}

export interface WorldOptions extends ReadOptions {
  host?: string;
  wish?: DnsWish | undefined;
}

interface Parts {
  client: ClusterClient;
  cache: ClusterCache;
  dnsProviders: ProviderRegistry;
  registrars: RegistrarRegistry;
  /** What Lamia changed at registrars, by domain. */
  pastChanges: Pick<Registrars, "lastChange" | "remember">;
  authorities: Authorities;
  /** If the settings name no CA. */
  environmentCa: EnvironmentCa;
  /** Lamia's own namespace, whose metadata are the installation's. */
  namespace: string;
  /** Marks the records of this installation; throws while that isn't known. */
  owner(): Promise<string>;
  /** What is the same for every virtual cluster. */
  common: Omit<
    World,
    "dns" | "owner" | "ca" | "fallbackCas" | "keyType" | "challengeType" | "gatewayAddress" | "externalDns"
  >;
}

/**
 * Worlds differ only in their DNS provider and their CAs, which come from the virtual cluster's metadata. Secret values are
 * read again when their Secret has changed, so a new key is used from the next walk on.
 */
export function worldsOf(parts: Parts): Worlds {
  const { client, cache, dnsProviders, authorities, environmentCa, namespace, owner, common } = parts;
  const { registrars, pastChanges } = parts;
  const settingsIn = settingsReader({ client, cache });
  /**
   * The virtual cluster's own settings, because a Namespace that is being deleted loses them before its Gateways are cleaned up.
   */
  const lastConfigured = new Map<string, ProviderChoice>();
  const settingsOfGone = lastSettings({ client, namespace });
  /** The Namespaces in deletion whose settings are stored. */
  const stored = new Set<string>();
  /** The ID of the last chosen provider, by virtual cluster and host. */
  const lastChosen = new Map<string, string>();

  async function providerSettings(virtualCluster: string): Promise<ProviderSettings> {
    const [own, installation] = await Promise.all([settingsIn(virtualCluster), settingsIn(namespace)]);
    return { own, installation };
  }

  async function settingsAndChoice(virtualCluster: string, wish?: DnsWish) {
    const known = await providerSettings(virtualCluster);
    const choice = chooseProvider(known, wish);
    const isGoing =
      cache.get("Namespace", null, virtualCluster)?.metadata.deletionTimestamp !== undefined ||
      cache.get("Namespace", null, virtualCluster) === null;
    const remembered =
      lastConfigured.get(virtualCluster) ?? (isGoing ? await storedChoice(virtualCluster, known) : undefined);
    // Its Secret goes before the Namespace with its annotations. A choice without that Secret isn't what the records were
    // written with.
    const isWhole = hasProviderKey(known.own) && (!remembered || isAsWhole(choice, remembered));
    const last = isGoing && !isWhole ? (remembered ?? choice) : choice;
    if (isGoing && last.from === "virtual-cluster") await storeOnce(virtualCluster, last);
    if (last !== choice) return { known, choice: last };
    const isConfigured = choice.definitions.length > 0;
    // Of all Gateways, whatever this one wishes.
    const usual = wish ? chooseProvider(known) : choice;
    if (isConfigured && choice.from === "virtual-cluster") lastConfigured.set(virtualCluster, usual);
    else if (isConfigured && !isGoing) lastConfigured.delete(virtualCluster);
    if (!isGoing) stored.delete(virtualCluster);
    return { known, choice };
  }

  async function storedChoice(virtualCluster: string, { installation }: ProviderSettings) {
    const own = await settingsOfGone.read(virtualCluster);
    return own ? chooseProvider({ own: fromSecret(own), installation }) : undefined;
  }

  /** For a restart before its hosts are cleaned up. If it fails, the next visit tries again. */
  async function storeOnce(virtualCluster: string, { every, settings }: ProviderChoice): Promise<void> {
    if (stored.has(virtualCluster) || every.length === 0) return;
    await settingsOfGone.save(virtualCluster, ofWalks(settings)).then(
      () => stored.add(virtualCluster),
      () => undefined,
    );
  }

  async function providerOf(
    { definitions, every, named, settings, from }: ProviderChoice,
    virtualCluster: string,
    { host, fresh = false, zone }: WorldOptions & { zone: NamedZone | null },
  ): Promise<Pick<World, "dns" | "otherDns" | "dnsChoice">> {
    const all = every.map(candidate);
    const [first, ...others] = all.filter(({ id }) => definitions.some((each) => each.id === id));
    if (!first) return { dns: dnsProviders.providerFor(settings, from) };
    if (host === undefined || (others.length === 0 && zone === null && all.length === 1))
      return { dns: first.dns };
    const problem = zone && (await namedZoneProblem([first, ...others], host, zone, { fresh }));
    if (problem) return { dns: unconfiguredProvider(problem, first.dns.title) };
    const limited = (each: Candidate) => (zone ? { ...each, dns: inNamedZone(each.dns, host, zone) } : each);
    const key = `${virtualCluster} ${host}`;
    const before = lastChosen.get(key);
    const remembered = before === undefined ? {} : { before };
    const { resolver } = common;
    const candidates = [limited(first), ...others.map(limited)] as const;
    const chosen = await providerByZone(candidates, host, { resolver, fresh, ...remembered });
    if (chosen.kind === "doubt")
      return { dns: unconfiguredProvider(chosen.failure, chosen.candidate.dns.title) };
    lastChosen.delete(key);
    lastChosen.set(key, chosen.candidate.id);
    for (const oldest of [...lastChosen.keys()].slice(0, Math.max(0, lastChosen.size - mostChosenKept)))
      lastChosen.delete(oldest);
    const { reason, zones } = chosen;
    return {
      dns: chosen.candidate.dns,
      otherDns: all.filter(({ id }) => id !== chosen.candidate.id).map(({ dns }) => dns),
      dnsChoice: {
        ...{ reason, zones },
        ...(named ? { providerNamed: named } : {}),
        ...(zone ? { zoneNamed: zone.place } : {}),
      },
    };

    function candidate(definition: ProviderDefinition): Candidate {
      return { id: definition.id, dns: dnsProviders.providerFor(settings, from, definition) };
    }
  }

  const challengesOf = delegableChallenges({ ...parts, provider: withoutSlot });

  return {
    async stagingFor(virtualCluster) {
      const known = await providerSettings(virtualCluster);
      const { staging, challengeType } = chooseCas({ ...known, environment: environmentCa });
      return staging && authorities.authorityFor(staging, challengeType);
    },
    providerSettings,
    orderOf: async (host) => (await common.vault.read(host)).order,
    installationSettings: () => settingsIn(namespace),
    async providersOf(virtualClusters) {
      const found = new Map<DnsProvider, [string, ...string[]]>();
      for (const virtualCluster of virtualClusters) {
        const { every, settings, from } = chooseProvider(await providerSettings(virtualCluster));
        for (const definition of every) {
          const dns = dnsProviders.providerFor(settings, from, definition);
          const before = found.get(dns);
          if (before) before.push(virtualCluster);
          else found.set(dns, [virtualCluster]);
        }
      }
      return [...found].map(([dns, users]) => ({ dns, users }));
    },
    async everyDnsOf(virtualCluster) {
      const { every, settings, from } = (await settingsAndChoice(virtualCluster)).choice;
      if (every.length === 0) return [dnsProviders.providerFor(settings, from)];
      const all = every.map((each) => withoutSlot(dnsProviders.providerFor(settings, from, each)));
      if (!all.some(({ byHand }) => byHand)) return all;
      const { inZone, own } = await challengesOf(virtualCluster, await settingsAndChoice(virtualCluster));
      return [...all.map(inZone), ...own];
    },
    forgetSettings: settingsOfGone.forget,
    async issuerFor(virtualCluster) {
      const settings = {
        own: virtualCluster === null ? {} : await settingsIn(virtualCluster),
        installation: await settingsIn(namespace),
      };
      return authorities.authorityFor(chooseCas({ ...settings, environment: environmentCa }).ca);
    },
    async worldFor(virtualCluster, options = {}) {
      const { known, choice } = await settingsAndChoice(virtualCluster, options.wish);
      const isAddress = options.host !== undefined && isIpAddress(options.host);
      const { host: _, ...withoutHost } = options;
      const zone = namedZone(known, options.wish);
      const asked = isAddress ? withoutHost : options;
      const { dns, otherDns, dnsChoice } = await providerOf(choice, virtualCluster, { ...asked, zone });
      const chosen = chooseCas({ ...known, environment: environmentCa });
      const { ca, fallback, keyType } = chosen;
      // Nothing in DNS proves control of an IP address (RFC 8738, section 7).
      const challengeType = isAddress ? "http-01" : chosen.challengeType;
      const finder = registrars.finderFor(chooseRegistrars(known, choice.from));
      const { inZone, own } = dns.byHand
        ? await challengesOf(virtualCluster, { known, choice })
        : withoutChallenges;
      const others = [...(otherDns ?? []).map(withoutSlot), ...own];
      const world = {
        ...common,
        ...(finder ? { registrars: { ...pastChanges, ...finder } } : {}),
        owner: await owner(),
        gatewayAddress: plainValue(known.own, gatewayAddressKey) ?? null,
        externalDns: externalDnsSettings(known, choice.from),
        dns: inZone(withoutSlot(dns)),
        ...(others.length > 0 ? { otherDns: others } : {}),
        ...(dnsChoice ? { dnsChoice } : {}),
        ca: authorities.authorityFor(ca, challengeType),
        fallbackCas: fallback.map((each) => authorities.authorityFor(each, challengeType)),
        keyType,
        challengeType,
      };
      return options.fresh ? withFreshReads(world) : world;
    },
  };
}

/** The Gateway's metadata count before those of its virtual cluster. */
function namedZone({ own }: ProviderSettings, wish: DnsWish = {}): NamedZone | null {
  if (wish.zone) return { name: wish.zone, place: { place: "gateway", gateway: wish.gateway ?? "" } };
  const name = plainValue(own, chosenZoneKey)?.trim();
  return name ? { name, place: { place: "virtual-cluster", gateway: "" } } : null;
}

/** Whether every provider of the earlier choice still has all of its keys. */
function isAsWhole({ every, from }: ProviderChoice, before: ProviderChoice): boolean {
  return from === before.from && before.every.every((each) => every.includes(each));
}

const mostChosenKept = 10_000;
/** Reads and writes wait for others to join them; a waiting walk gives its slot to another one, so that many can. */
function withoutSlot(dns: DnsProvider): DnsProvider {
  return {
    ...dns,
    readAll: (...asked) => whileWaiting(() => dns.readAll(...asked)),
    change: (zone, changes, confirm) => whileWaiting(() => dns.change(zone, changes, confirm)),
  };
}

function withFreshReads(world: World): World {
  const options = { fresh: true };
  const fresh = (ca: CertificateAuthority): CertificateAuthority => ({
    ...ca,
    renewalWindow: (ariId) => ca.renewalWindow(ariId, options),
  });
  return {
    ...world,
    dns: { ...world.dns, zones: (query) => world.dns.zones({ ...query, ...options }) },
    ca: fresh(world.ca),
    fallbackCas: world.fallbackCas.map(fresh),
  };
}
