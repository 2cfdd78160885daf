import { endChallenges } from "@/lib/gateway/certificate/http-order";
import { revokeBeforeForgetting, type Unrevoked } from "@/lib/gateway/certificate/revocation";
import { challengeNameOf } from "@/lib/gateway/dns/challenge-records";
import { withdrawDelegations } from "@/lib/gateway/dns/parent-delegation";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { holdsName, zonesFor } from "@/lib/gateway/dns/zones";
import type { ExistingRecords, RecordSet, Zone } from "@/lib/gateway/model";
import { registryChanges } from "@/lib/gateway/ownership/external-dns";
import {
  hasValues,
  isMarkOf,
  markedRegistry,
  markName,
  markOfHeir,
  readMark,
} from "@/lib/gateway/ownership/marks";
import type { World } from "@/lib/gateway/world";
import { isIpAddress } from "@/lib/model/dns-name";
import type { GatewayName } from "@/lib/model/secured-hosts";

/**
 * Removes the records that this gateway's mark lists from a zone, together with the mark, in one change. Never
 * removes a zone, or a record whose type or value the mark doesn't list: somebody else has created it since. A mark
 * of an earlier version lists no records and is removed alone. Safe to repeat. Throws `conflict` if somebody else
 * wrote in the meantime.
 */
async function removeRecords(
  dns: DnsProvider,
  zone: Zone,
  { host, gateway, owner }: { host: string; gateway: GatewayName; owner: string },
): Promise<void> {
  const [beside, standing] = await Promise.all(
    [markName(host), host].map((name) => dns.readAll(zone, name, { isPatient: true })),
  );
  const mark = beside?.find(({ type }) => type === "TXT")?.set;
  if (!mark) return;
  const ours = mark.values.filter((value) => isMarkOf(value, owner, gateway));
  if (ours.length === 0) return;
  const written = ours.flatMap((value) => readMark(value)?.records ?? []);
  const records = (standing ?? []).flatMap(({ set }) => set ?? []);
  const rest = mark.values.filter((value) => !ours.includes(value));
  const names = markedRegistry(ours, owner, gateway);
  const registry =
    names.length === 0 ? [] : await Promise.all(names.map((name) => dns.read(zone, name, "TXT")));
  await dns.change(zone, [
    ...registryChanges(
      [],
      registry.filter((set) => set !== null),
      owner,
    ),
    ...records
      .filter((set) => written.some((each) => hasValues(set, each)))
      .map((seen) => ({ seen, next: null })),
    { seen: mark, next: rest.length > 0 ? { ...mark, values: rest } : null },
  ]);
}

/** Hands the records of a deleted gateway to another one that wants the host. Only the mark changes. */
async function handOver(
  dns: DnsProvider,
  zone: Zone,
  { host, gateway, heir, owner }: { host: string; gateway: GatewayName; heir: GatewayName; owner: string },
): Promise<void> {
  const mark = (await dns.readAll(zone, markName(host))).find(({ type }) => type === "TXT")?.set;
  if (!mark?.values.some((value) => isMarkOf(value, owner, gateway))) return;
  const values = mark.values.map((value) =>
    isMarkOf(value, owner, gateway) ? markOfHeir(value, owner, heir) : value,
  );
  await dns.change(zone, [{ seen: mark, next: { ...mark, values: [...new Set(values)].sort() } }]);
}

/** What a walk created for a host that its Gateway no longer asks for. */
export interface Remains {
  host: string;
  /** Null if the owner is unknown; then only Secrets are left. */
  gateway: GatewayName | null;
  /** Who else asks for the host right now; throws if that is in doubt. */
  others(): Promise<OtherClaims>;
  /** Where it may have written records before: the provider that holds the host may have changed since. */
  everyDns?: readonly DnsProvider[];
  /**
   * Told of certificates that a user wanted revoked and that the CA didn't revoke, before the keys go: afterwards nothing
   * knows of them. If it throws, the keys stay and the next attempt tells again.
   */
  onUnrevoked?(unrevoked: readonly Unrevoked[]): Promise<void>;
}

export interface OtherClaims {
  /** Somebody else asks for the host: its keys stay, and that Gateway gets the records. */
  holdHost: boolean;
  /** Hosts of others use the certificate that the vault keeps under this name: its keys stay. */
  sharesKeys?: boolean;
  /** The Gateway that takes over the records; null if Lamia walks none of the others. */
  heir: GatewayName | null;
  /** Names of Secrets that Gateways use. Published Secrets with other names are no longer needed. */
  wantedSecrets: ReadonlySet<string>;
}

/** What a cleanup leaves for you. */
export interface Leftovers {
  /** Where you keep the zone by hand. */
  records: RecordSet[];
}

/**
 * Undoes what a walk did for a Secured Host that nobody wants any more: challenges, records with our mark, Secrets
 * and keys. If another Gateway owns the host, removes only what belonged to this one. Can be interrupted and
 * repeated. Secrets and keys go last: the order names the challenges, and while a DNS provider fails, whoever asks for the host
 * again gets its certificate back.
 */
export async function cleanUp(world: World, remains: Remains): Promise<Leftovers> {
  const { host, gateway, others, everyDns = [world.dns] } = remains;
  const { owner } = world;
  const { holdHost, heir, sharesKeys } = await others();
  const inDns = isIpAddress(host) ? [] : everyDns;
  if (holdHost) {
    // If nobody manages the heir's records, they stay as they are: a site may depend on them.
    await all([
      gateway && heir
        ? inEveryZone(inDns, host, (dns, zone) => handOver(dns, zone, { host, gateway, heir, owner }))
        : null,
      world.vault.withdraw(host, async (name) => !(await others()).wantedSecrets.has(name)),
    ]);
    return { records: [] };
  }
  await all([
    gateway
      ? inEveryZone(inDns, host, (dns, zone) => removeRecords(dns, zone, { host, gateway, owner }))
      : null,
    sharesKeys ? null : endOrder(world, host, everyDns),
  ]);
  if (gateway) await withdrawDelegations({ host, gateway }, inDns, world);
  if (sharesKeys) await world.vault.withdraw(host, async (name) => !(await others()).wantedSecrets.has(name));
  else await forgetKeys(world, remains);
  return { records: world.dns.byHand && inDns.length > 0 ? await leftByHand(world, host) : [] };
}

/** Waits for all of them, also if one fails, and then throws what the first one threw. */
async function all<const Work extends readonly unknown[]>(work: Work) {
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function endOrder(world: World, host: string, everyDns: readonly DnsProvider[]): Promise<void> {
  const { order } = await world.vault.read(host);
  if (!order) return;
  const isAnswered = order.challenges.length + (order.answers ?? []).length > 0;
  // The host may have moved to another provider while the order was pending.
  if (isAnswered) await all(everyDns.map((dns) => endChallenges(order, { ...world, dns })));
  // While the vault still knows it: afterwards, a process that was killed in between couldn't say so any more.
  if (order.url !== null && !order.collected) await world.ca.abandon(order.url);
  if (isAnswered) await world.vault.drop(host);
}

async function forgetKeys(world: World, { host, onUnrevoked }: Remains): Promise<void> {
  const unrevoked = await revokeBeforeForgetting(host, world);
  if (unrevoked.length > 0) await onUnrevoked?.(unrevoked);
  await world.vault.forget(host);
}

/**
 * Of all zones that could hold the host, Lamia may have written to any: metadata may have named a shorter one. A provider that fails doesn't keep the others
 * from being cleaned up, but then the whole cleanup is repeated.
 */
async function inEveryZone(
  everyDns: readonly DnsProvider[],
  host: string,
  act: (dns: DnsProvider, zone: Zone) => Promise<void>,
): Promise<void> {
  const done = await Promise.allSettled(
    everyDns
      .filter(({ byHand }) => !byHand)
      .map(async (dns) => {
        const zones = (await dns.zones({ holding: host })).filter((zone) => holdsName(zone, host));
        for (const zone of zones) await act(dns, zone);
      }),
  );
  for (const each of done) if (each.status === "rejected") throw each.reason;
}

/** What you have entered for the host and may delete. Nothing if DNS doesn't say: the cleanup is done all the same. */
async function leftByHand({ dns }: World, host: string): Promise<RecordSet[]> {
  try {
    const zone = zonesFor(await dns.zones({ holding: host }), host)[0];
    if (!zone) return [];
    const [atHost, atChallenge] = await Promise.all(
      [host, challengeNameOf(host)].map((name) => dns.readAll(zone, name)),
    );
    const entered = (existing: ExistingRecords[] = [], types: readonly string[]) =>
      existing.flatMap(({ set }) => (set && types.includes(set.type) ? [set] : []));
    // Other TXT records of the host, such as those for mail, were never asked for.
    return [...entered(atHost, ["A", "AAAA", "CNAME"]), ...entered(atChallenge, ["TXT", "CNAME"])];
  } catch {
    return [];
  }
}

/** Throws if the pending write must not happen any more. */
export type Confirm = () => Promise<void>;

export interface Guards {
  /** Called before each DNS change: the Gateway must still not ask for the host. */
  records: Confirm;
  /** Called before each change or deletion of a Secret: no Gateway may ask for the host. */
  keys: Confirm;
}

/**
 * The same world, but each write is confirmed at the moment it happens: what was true when a cleanup began may have
 * changed by its last record. The compiler ensures that every writing port is listed here.
 */
export function guardedWorld(world: World, { records, keys }: Guards): World {
  const { dns, vault } = world;
  const guarded = (each: DnsProvider): DnsProvider => ({
    title: each.title,
    ...(each.byHand ? { byHand: each.byHand } : {}),
    ...(each.challenges ? { challenges: { ...each.challenges, dns: guarded(each.challenges.dns) } } : {}),
    zones: (options) => each.zones(options),
    createZone: after(records, (apex) => each.createZone(apex)),
    read: (zone, name, type) => each.read(zone, name, type),
    records: (zone) => each.records(zone),
    readAll: (...asked) => each.readAll(...asked),
    // The change may wait for others, so it is confirmed when it is sent.
    change: (zone, changes) => each.change(zone, changes, records),
  });
  const after =
    <Given extends unknown[], Result>(confirm: Confirm, write: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await confirm();
      return write(...given);
    };
  return {
    ...world,
    dns: guarded(dns),
    otherDns: [],
    responder: {
      answer: after(keys, (target, challenges) => world.responder.answer(target, challenges)),
      withdraw: after(keys, (host) => world.responder.withdraw(host)),
    },
    vault: {
      read: (host) => vault.read(host),
      begin: after(keys, (...given) => vault.begin(...given)),
      save: after(keys, (host, order) => vault.save(host, order)),
      hold: after(keys, (host, holder) => vault.hold(host, holder)),
      signingRequest: (host) => vault.signingRequest(host),
      keep: after(keys, (host, chain) => vault.keep(host, chain)),
      retire: after(keys, (host) => vault.retire(host)),
      leaf: (host) => vault.leaf(host),
      request: after(keys, (host, request) => vault.request(host, request)),
      revoked: after(keys, (host, serial) => vault.revoked(host, serial)),
      drop: after(keys, (host) => vault.drop(host)),
      published: (host, id) => vault.published(host, id),
      publish: after(keys, (...given) => vault.publish(...given)),
      publishPlaceholder: after(keys, (host, namespace, name) =>
        vault.publishPlaceholder(host, namespace, name),
      ),
      markUnwanted: after(keys, (host, place, since) => vault.markUnwanted(host, place, since)),
      unpublish: after(records, (host, place) => vault.unpublish(host, place)),
      // Each of these deletes several Secrets, and confirms each one.
      withdraw: (host, isUnwanted) => vault.withdraw(host, isUnwanted, records),
      forget: (host) => vault.forget(host, keys),
    },
  };
}
