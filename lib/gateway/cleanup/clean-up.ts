import { removeChallenges } from "@/lib/gateway/dns/challenge-records";
import { zonesFor } from "@/lib/gateway/dns/zones";
import type { Zone } from "@/lib/gateway/model";
import { hasValues, isMarkOf, markName, markOfHeir, readMark } from "@/lib/gateway/ownership/marks";
import type { DnsProvider, World } from "@/lib/gateway/world";
import type { GatewayName } from "@/lib/model/secured-hosts";

/**
 * Takes the records that this gateway's mark names out of a zone, and the mark with them, in one change. Never a zone,
 * never a record of another type or value than the mark says: somebody else has made it since. A mark of an earlier
 * version names none and goes alone. Doing it twice does nothing. Throws `conflict` when somebody wrote in between.
 */
async function removeRecords(
  dns: DnsProvider,
  zone: Zone,
  { host, gateway, owner }: { host: string; gateway: GatewayName; owner: string },
): Promise<void> {
  const mark = (await dns.readAll(zone, markName(host))).find(({ type }) => type === "TXT")?.set;
  if (!mark) return;
  const ours = mark.values.filter((value) => isMarkOf(value, owner, gateway));
  if (ours.length === 0) return;
  const written = ours.flatMap((value) => readMark(value)?.records ?? []);
  const records = (await dns.readAll(zone, host)).flatMap(({ set }) => set ?? []);
  const rest = mark.values.filter((value) => !ours.includes(value));
  await dns.change(zone, [
    ...records
      .filter((set) => written.some((each) => hasValues(set, each)))
      .map((seen) => ({ seen, next: null })),
    { seen: mark, next: rest.length > 0 ? { ...mark, values: rest } : null },
  ]);
}

/** Makes the records of a gateway that is gone those of another that wants the host: only the mark changes. */
async function handOver(
  { dns, owner }: World,
  zone: Zone,
  { host, gateway, heir }: { host: string; gateway: GatewayName; heir: GatewayName },
): Promise<void> {
  const mark = (await dns.readAll(zone, markName(host))).find(({ type }) => type === "TXT")?.set;
  if (!mark?.values.some((value) => isMarkOf(value, owner, gateway))) return;
  const values = mark.values.map((value) =>
    isMarkOf(value, owner, gateway) ? markOfHeir(value, owner, heir) : value,
  );
  await dns.change(zone, [{ seen: mark, next: { ...mark, values: [...new Set(values)].sort() } }]);
}

/** What a walk has made for a host that its Gateway no longer asks for. */
export interface Remains {
  host: string;
  /** Null when it is not known whose it was: then there are Secrets only. */
  gateway: GatewayName | null;
  /** Who else asks for the host at this moment; throws while that is in doubt. */
  others(): Promise<OtherClaims>;
}

export interface OtherClaims {
  /** Somebody else asks for the host: its keys stay, and its records go to the heir. */
  holdHost: boolean;
  /** The Gateway that takes over the records; null when Lamia walks none of the others. */
  heir: GatewayName | null;
  /** Names of Secrets that Gateways name; published ones of other names have lost their reason. */
  wantedSecrets: ReadonlySet<string>;
}

/**
 * Undoes what a walk did for a secured host that nobody wants any more: challenges, records with our mark, and its
 * Secrets and keys. Where another Gateway holds the host, only what was this gateway's own. May be cut short and
 * repeated.
 */
export async function cleanUp(world: World, remains: Remains): Promise<void> {
  const { host, gateway, others } = remains;
  const { holdHost, heir } = await others();
  if (holdHost) {
    // Records whose heir nobody looks after stay as they are: a site may stand on them.
    if (gateway && heir)
      for (const zone of zonesFor(await world.dns.zones(), host))
        await handOver(world, zone, { host, gateway, heir });
    return world.vault.withdraw(host, async (name) => !(await others()).wantedSecrets.has(name));
  }
  const { order } = await world.vault.read(host);
  if (order && order.challenges.length > 0) {
    await removeChallenges(world, order.challenges);
    await world.vault.drop(host);
  }
  // Where zones of one name stand side by side, any of them may have been the one that was written to.
  if (gateway)
    for (const zone of zonesFor(await world.dns.zones(), host))
      await removeRecords(world.dns, zone, { host, gateway, owner: world.owner });
  await world.vault.forget(host);
}

/** Throws when what is about to be written is not to be written any more. */
export type Confirm = () => Promise<void>;

export interface Guards {
  /** Before each change of DNS: the Gateway still does not ask for the host. */
  records: Confirm;
  /** Before each change or deletion of a Secret: no Gateway at all asks for it. */
  keys: Confirm;
}

/**
 * The same world, in which each write is confirmed at the moment it is made: what was true when a cleanup began may not
 * be so by the time it comes to its last record. Every port that writes is named here, so that one that is added does
 * not slip by.
 */
export function guardedWorld(world: World, { records, keys }: Guards): World {
  const { dns, vault } = world;
  const after =
    <Given extends unknown[], Result>(confirm: Confirm, write: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await confirm();
      return write(...given);
    };
  return {
    ...world,
    dns: {
      title: dns.title,
      zones: (options) => dns.zones(options),
      createZone: after(records, (apex) => dns.createZone(apex)),
      read: (zone, name, type) => dns.read(zone, name, type),
      records: (zone) => dns.records(zone),
      readAll: (zone, name) => dns.readAll(zone, name),
      // It may wait for company, so it is confirmed when it is sent.
      change: (zone, changes) => dns.change(zone, changes, records),
    },
    vault: {
      read: (host) => vault.read(host),
      begin: after(keys, (host, names, holder) => vault.begin(host, names, holder)),
      save: after(keys, (host, order) => vault.save(host, order)),
      hold: after(keys, (host, holder) => vault.hold(host, holder)),
      signingRequest: (host) => vault.signingRequest(host),
      keep: after(keys, (host, chain) => vault.keep(host, chain)),
      drop: after(keys, (host) => vault.drop(host)),
      published: (host) => vault.published(host),
      publish: after(keys, (host, namespace, name, ca) => vault.publish(host, namespace, name, ca)),
      markUnwanted: after(keys, (host, place, since) => vault.markUnwanted(host, place, since)),
      unpublish: after(records, (host, place) => vault.unpublish(host, place)),
      // Each of these deletes several Secrets, and asks before each.
      withdraw: (host, isUnwanted) => vault.withdraw(host, isUnwanted, records),
      forget: (host) => vault.forget(host, keys),
    },
  };
}
