import type { ZoneCut } from "@/lib/gateway/dns/zones";
import type { Zone } from "../model";

/** What a zone cut between the zone and the host means, and what a person can do about it. */
export function explainCut(
  host: string,
  zone: Zone,
  cut: ZoneCut,
  provider: string,
): { note: string; remedy: string } {
  const servers = cut.servers.join(", ");
  return {
    note: `The zone ${zone.apex} delegates ${cut.zone} to ${servers}, so records for ${host} in the zone ${zone.id} are not seen by anybody.`,
    remedy: `Create a zone ${cut.zone} at ${provider} and set the NS records of ${cut.zone} in the zone ${zone.id} to its name servers. If ${cut.zone} needs no zone of its own, delete these NS records instead.`,
  };
}
