import { Failure } from "./failure";
import type { GatewayName, RecordType } from "./model";
import { markName, markValue } from "./ownership";
import { removeChallenges } from "./steps/challenge-records";
import type { DnsProvider, World } from "./world";
import { zoneFor } from "./zones";

/**
 * Takes the address records of a host out of DNS when they carry this gateway's mark, and the mark with them.
 * Never a zone, never a record without our mark. Doing it twice does nothing.
 */
async function removeRecords(
  dns: DnsProvider,
  host: string,
  gateway: GatewayName,
  owner: string,
): Promise<void> {
  const zone = zoneFor(await dns.zones(), host);
  if (!zone) return;
  const mark = await dns.read(zone, markName(host), "TXT");
  const value = markValue(owner, gateway);
  if (!mark?.values.includes(value)) return;
  const types: RecordType[] = ["A", "AAAA", "CNAME"];
  const records = (await Promise.all(types.map((type) => dns.read(zone, host, type)))).filter(
    (set) => set !== null,
  );
  // The mark goes last: should the rest fail, the records are still known as ours.
  const removed = await Promise.allSettled(
    records.map((set) => dns.change(zone, [{ seen: set, next: null }])),
  );
  const failed = removed.find((result) => result.status === "rejected");
  if (failed)
    throw failed.reason instanceof Failure ? failed.reason : new Failure("unknown", "DNS was not changed.");
  const rest = mark.values.filter((other) => other !== value);
  await dns.change(zone, [{ seen: mark, next: rest.length > 0 ? { ...mark, values: rest } : null }]);
}

/** Makes the records of a gateway that is gone those of another that wants the host: only the mark changes. */
async function handOver(
  { dns, owner }: World,
  host: string,
  gateway: GatewayName,
  heir: GatewayName,
): Promise<void> {
  const zone = zoneFor(await dns.zones(), host);
  const mark = zone && (await dns.read(zone, markName(host), "TXT"));
  const value = markValue(owner, gateway);
  if (!zone || !mark?.values.includes(value)) return;
  const others = mark.values.filter((other) => other !== value);
  const values = [...new Set([...others, markValue(owner, heir)])].sort();
  await dns.change(zone, [{ seen: mark, next: { ...mark, values } }]);
}

/** What a walk has made for a host that its Gateway no longer asks for. */
export interface Remains {
  host: string;
  /** Null when it is not known whose it was: then there are Secrets only. */
  gateway: GatewayName | null;
  /** Somebody else asks for the host: its keys stay, and its records go to the heir. */
  heldByOthers: boolean;
  /** The Gateway whose the records become; null when none of the others is walked. */
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
  const { host, gateway, heldByOthers, heir } = remains;
  if (heldByOthers) {
    // Records whose heir nobody looks after stay as they are: a site may stand on them.
    if (gateway && heir) await handOver(world, host, gateway, heir);
    return world.vault.withdraw(host, remains.wantedSecrets);
  }
  const { order } = await world.vault.read(host);
  if (order && order.challenges.length > 0) {
    await removeChallenges(world, order.challenges);
    await world.vault.drop(host);
  }
  if (gateway) await removeRecords(world.dns, host, gateway, world.owner);
  await world.vault.forget(host);
}
