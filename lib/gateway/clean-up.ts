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

/**
 * Undoes what a walk did for a secured host that nobody wants any more: challenges, records with our mark, and, when
 * no other Gateway holds the host, its Secrets and keys. May be cut short and repeated.
 */
export async function cleanUp(
  world: World,
  { host, gateway, heldByOthers }: { host: string; gateway: GatewayName; heldByOthers: boolean },
): Promise<void> {
  if (!heldByOthers) {
    const { order } = await world.vault.read(host);
    if (order && order.challenges.length > 0) {
      await removeChallenges(world, order.challenges);
      await world.vault.drop(host);
    }
  }
  await removeRecords(world.dns, host, gateway, world.owner);
  if (!heldByOthers) await world.vault.forget(host);
}
