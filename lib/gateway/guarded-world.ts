import type { World } from "./world";

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
      zones: (look) => dns.zones(look),
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
