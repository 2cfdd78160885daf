import type { GatewayName } from "@/lib/model/secured-hosts";
import type { RecordSet } from "./model";
import { hostOfMark, markedGateways } from "./ownership/marks";

/** Who asks for hosts now, by a healthy look at the whole cluster. */
export interface Wishes {
  /** Whether this Gateway names the host, walked or not. */
  names(gateway: GatewayName, host: string): boolean;
  /** Whether any Gateway names the host. */
  isNamed(host: string): boolean;
  /** Whether a Gateway that is walked does: it can take over what another has left. */
  isWalked(host: string): boolean;
}

/**
 * Hosts that records of ours are marked for, and that their Gateway does not name: left by what happened while nobody
 * looked, or by a database that was lost. What another installation has marked is none of ours.
 */
export function orphanedRecords(
  records: readonly RecordSet[],
  owner: string,
  wishes: Wishes,
): { host: string; gateway: GatewayName }[] {
  // Without a name of our own every mark would be somebody's.
  if (owner === "") return [];
  return records.flatMap(({ name, type, values }) => {
    const host = type === "TXT" ? hostOfMark(name) : null;
    if (host === null) return [];
    return markedGateways(values, owner)
      .filter((gateway) => !wishes.names(gateway, host))
      .filter(() => !wishes.isNamed(host) || wishes.isWalked(host))
      .map((gateway) => ({ host, gateway }));
  });
}
