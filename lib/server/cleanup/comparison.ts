import { registrableDomain } from "@/lib/dns/registrable-domain";
import { certificateIdOf } from "@/lib/gateway/certificate/certificate-id";
import { orphanedRecords, type Wishes } from "@/lib/gateway/cleanup/cleanup-protocol";
import { orphanedDelegations } from "@/lib/gateway/dns/delegation-marks";
import { isUnserved } from "@/lib/gateway/dns/parent-delegation";
import type { Resolver } from "@/lib/gateway/dns/ports";
import { holdsName, zonesFor } from "@/lib/gateway/dns/zones";
import { asFailure } from "@/lib/gateway/failure";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { walkedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { Kind } from "@/lib/kubernetes/objects/kinds";
import { holderAnnotation, hostAnnotation, isOurs } from "@/lib/kubernetes/ownership";
import { vaultSecretName } from "@/lib/kubernetes/vault/vault-store";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { isIpAddress } from "@/lib/model/dns-name";
import { familyOf } from "@/lib/model/hosts";
import type { Runner } from "@/lib/runner/runner";
import type { MisdirectedAnswers } from "@/lib/server/ingress/misdirected-answers";
import type { Log } from "@/lib/server/log";
import type { ClusterResponder } from "@/lib/server/walks/challenge-responder";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import type { Worlds } from "@/lib/server/walks/worlds";
import type { NewCleanup } from "@/lib/store/cleanups";
import type { Store } from "@/lib/store/open-store";
import { releasedHolder } from "./existence";
import { goneCleanup, type HostCleanups, orphanedSecrets } from "./host-cleanups";
import { forgetSettings } from "./last-settings";

interface ComparisonParts {
  cache: Pick<ClusterCache, "list" | "get" | "stateOf">;
  index: Pick<SecuredHostIndex, "has" | "hosts" | "targetsOf">;
  store: Pick<Store, "walks" | "cleanups">;
  runner: Pick<Runner, "ensureVisits">;
  cleanups: Pick<HostCleanups, "begin" | "withdrawWanted">;
  worlds: Pick<Worlds, "providersOf" | "orderOf" | "forgetSettings">;
  responder: Pick<ClusterResponder, "hosts" | "withdraw">;
  misdirected: Pick<MisdirectedAnswers, "tidy">;
  resolver: Pick<Resolver, "ask">;
  /** Marks records of this installation. */
  owner: string;
  vaultNamespace: string;
  log: Pick<Log, "warn">;
}

/** What must be completely visible before anything counts as unwanted. */
const witnesses: readonly Kind[] = ["Gateway", "Namespace", "Secret"];

/**
 * Compares everything of ours with what the cluster wants, whatever events were missed: hosts without a visit get
 * one, cleanups of wanted hosts are withdrawn, and what nobody wants starts its cleanup. Deletes nothing itself but answers to
 * challenges whose order is over.
 * Returns false if a zone couldn't be read. Throws if the database is down.
 */
export async function compareAll(parts: ComparisonParts): Promise<boolean> {
  const { cache, index, runner, cleanups, store } = parts;
  await runner.ensureVisits(index.hosts());
  await cleanups.withdrawWanted();
  // An empty list counts only if the cluster answers; when it does, everything is compared again. No cluster is without Namespaces.
  const isSeen = witnesses.every((kind) => cache.stateOf(kind).state === "connected");
  if (!isSeen || cache.list("Namespace").length === 0) return true;
  await withdrawAnswers(parts);
  await parts.misdirected.tidy().catch((thrown: unknown) => {
    parts.log.warn({ err: asFailure(thrown) }, "answers to misdirected requests could not be compared");
  });
  const wishes = wishesOf(parts);
  const zones = await orphansInZones(parts, wishes);
  const found = [...(await forgottenWalks(parts, wishes)), ...zones.orphans];
  // The zone may be of another virtual cluster, whose provider doesn't have the challenges.
  const reachedBy = (host: string, holder: string | null) => {
    const namespace = holder === null ? null : cache.get("Namespace", null, holder);
    return namespace && isVirtualCluster(namespace) ? holder : (zones.reachedBy(host) ?? holder);
  };
  const known = new Set([...(await store.cleanups.pending()), ...found].map(({ host }) => host));
  await cleanups.begin([
    ...found,
    ...[...unnamedSecrets(parts, wishes)]
      .filter(([host]) => !known.has(host))
      .map(([host, holder]) => orphanedSecrets(host, reachedBy(host, holder))),
  ]);
  await forgetSettings(parts);
  return zones.isWhole;
}

/**
 * An order is stored before its answers are in the cluster, so answers without an order are left over, whoever crashed when. So
 * are those of a host that nobody walks any more, such as in a released virtual cluster: its order stays, and goes no further.
 */
async function withdrawAnswers({ responder, worlds, index, store, log }: ComparisonParts): Promise<void> {
  const hosts = await responder.hosts();
  if (hosts.length === 0) return;
  const held = (await store.cleanups.pending()).filter(({ state }) => state === "kept" || state === "braked");
  const stays = (host: string) => index.targetsOf(host).length > 0 || held.some((each) => each.host === host);
  for (const host of hosts) {
    try {
      const ids = index
        .targetsOf(host)
        .flatMap((each) => (each.certificateScope ? [certificateIdOf(each, registrableDomain)] : []));
      const orders = stays(host) ? await Promise.all([...new Set([host, ...ids])].map(worlds.orderOf)) : [];
      if (orders.some((order) => order && !order.collected && (order.answers ?? []).length > 0)) continue;
      await responder.withdraw(host);
    } catch (thrown) {
      log.warn({ err: asFailure(thrown), host }, "answers to challenges could not be compared");
    }
  }
}

interface AllWishes extends Wishes {
  /** Whether any Gateway needs the certificate that the vault keeps under this name. */
  needsKeys(host: string): boolean;
  /** Whether a Gateway names a host at or below the zone. */
  isWantedBelow(apex: string): boolean;
}

function wishesOf({ cache, index }: ComparisonParts): AllWishes {
  const named = new Set<string>();
  const hosts = new Set<string>();
  const keys = new Set<string>();
  const holders = new Map(cache.list("Namespace").map((each) => [each.metadata.name, each]));
  const targets = cache.list("Gateway").flatMap((each) => {
    const holder = holders.get(each.metadata.namespace ?? "");
    return walkedHostsOf(each, holder && isVirtualCluster(holder) ? holder : releasedHolder);
  });
  for (const target of targets) {
    const { host, gateway } = target;
    named.add(`${gateway.namespace}/${gateway.name}=${host}`);
    hosts.add(host);
    if (target.recordsOnly) continue;
    const id = certificateIdOf(target, registrableDomain);
    hosts.add(id);
    keys.add(host);
    keys.add(id);
  }
  return {
    names: ({ namespace, name }, host) => named.has(`${namespace}/${name}=${host}`),
    isNamed: (host) => hosts.has(host),
    needsKeys: (host) => keys.has(host),
    isWantedBelow: (apex) => targets.some(({ host }) => holdsName({ apex }, host)),
    isWalked: (host) => index.targetsOf(host).length > 0,
  };
}

/** Walks in the database that no Gateway asks for. */
async function forgottenWalks({ index, store }: ComparisonParts, wishes: Wishes): Promise<NewCleanup[]> {
  const keys = (await store.walks.keys()).filter((key) => !index.has(key));
  const rows = await Promise.all(keys.map((key) => store.walks.read(key)));
  return rows
    .filter((row) => row !== null)
    .map(({ walk: { host, virtualCluster, gateway } }) => ({
      host,
      gateway: { namespace: virtualCluster, name: gateway },
    }))
    .filter(({ host, gateway }) => !wishes.names(gateway, host))
    .map((target) => goneCleanup(target, "missed"));
}

/**
 * Hosts whose keys are in the vault, or whose published Secrets hold a key that is there, but that no Gateway needs a certificate
 * for, with the virtual clusters that the keys are for. Secrets without keys here may belong to another installation.
 */
function unnamedSecrets(
  { cache, vaultNamespace }: ComparisonParts,
  wishes: AllWishes,
): Map<string, string | null> {
  const holders = new Map<string, string | null>();
  const published: { host: string; keyDigest: string | null }[] = [];
  const unnamed = new Map<string, string | null>();
  for (const { metadata, keyDigest } of cache.list("Secret")) {
    const { namespace, name, annotations } = metadata;
    const host = annotations?.[hostAnnotation];
    if (host === undefined) continue;
    if (namespace !== vaultNamespace || name !== vaultSecretName(host)) {
      if (isOurs({ metadata }) && !wishes.needsKeys(host)) published.push({ host, keyDigest });
      continue;
    }
    const holder = annotations?.[holderAnnotation] ?? null;
    if (keyDigest !== null) holders.set(keyDigest, holder);
    if (!wishes.needsKeys(host)) unnamed.set(host, holder);
  }
  for (const { host, keyDigest } of published)
    if (keyDigest !== null && holders.has(keyDigest) && !unnamed.has(host))
      unnamed.set(host, holders.get(keyDigest) ?? null);
  return unnamed;
}

/**
 * By virtual cluster, a host of each family that it has or had, wanted or not: some providers can't list their zones, and find them
 * only by a name. A provider isn't asked for hosts of virtual clusters that don't use it.
 */
async function familiesOf({
  index,
  store,
}: ComparisonParts): Promise<(users: readonly string[]) => string[]> {
  const asked = index
    .hosts()
    .flatMap((host) => index.targetsOf(host))
    .map(({ host, gateway: { namespace } }) => ({ host, virtualCluster: namespace }));
  const families = new Map<string, Map<string, string>>();
  for (const { host, virtualCluster } of [...asked, ...(await store.cleanups.hosts())]) {
    if (isIpAddress(host)) continue;
    const known = families.get(virtualCluster) ?? new Map<string, string>();
    families.set(virtualCluster, known.set(familyOf(host), host));
  }
  return (users) => [
    ...new Map(users.flatMap((each) => [...(families.get(each) ?? new Map<string, string>())])).values(),
  ];
}

async function orphansInZones(
  parts: ComparisonParts,
  wishes: AllWishes,
): Promise<{
  orphans: NewCleanup[];
  isWhole: boolean;
  /** The virtual cluster whose provider holds the host's zone. */
  reachedBy(host: string): string | null;
}> {
  const { cache, worlds, owner, log, resolver } = parts;
  const orphans: NewCleanup[] = [];
  const holders: { zone: Zone; virtualCluster: string; records: readonly RecordSet[] }[] = [];
  let isWhole = true;
  const unread = (what: string) => (thrown: unknown) => {
    isWhole = false;
    log.warn({ err: asFailure(thrown), what }, "what is ours could not be compared");
    return [];
  };
  const virtualClusters = cache.list("Namespace").filter(isVirtualCluster);
  const providers = await worlds
    .providersOf(virtualClusters.map(({ metadata }) => metadata.name))
    .catch(unread("providers"));
  const hostsOf = await familiesOf(parts);
  for (const { users, dns } of providers) {
    const [virtualCluster] = users;
    const listed = await dns.zones({ fresh: true }).catch(unread(dns.title));
    const found = new Map(listed.map((zone) => [zone.id, zone]));
    for (const holding of hostsOf(users))
      for (const zone of await dns.zones({ holding }).catch(unread(holding))) found.set(zone.id, zone);
    for (const zone of found.values()) {
      const records = await dns.records(zone).catch(unread(zone.apex));
      holders.push({ zone, virtualCluster, records });
      for (const target of orphanedRecords(records, owner, wishes))
        if (holdsName(zone, target.host)) orphans.push(goneCleanup(target, "record", virtualCluster));
    }
  }
  // While a provider is out of sight, it may have the zone.
  const known = { zones: new Set(holders.map(({ zone }) => zone.apex)), isWantedBelow: wishes.isWantedBelow };
  for (const { virtualCluster, records } of isWhole ? holders : [])
    for (const { apex, gateway, servers } of orphanedDelegations(records, owner, known))
      if (await isUnserved(apex, servers, resolver).catch(() => false))
        orphans.push(goneCleanup({ host: apex, gateway }, "record", virtualCluster));
  const reachedBy = (host: string) => {
    const zones = holders.map(({ zone }) => zone);
    const [found] = zonesFor(zones, host);
    return holders.find(({ zone }) => zone === found)?.virtualCluster ?? null;
  };
  return { orphans, isWhole, reachedBy };
}
