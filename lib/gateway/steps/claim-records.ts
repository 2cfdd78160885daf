import type { RecordSet, SecuredHost, Zone } from "../model";
import { markName, markValue, ownershipOf } from "../ownership";
import type { World } from "../world";
import { standing, writeAddressRecords } from "./address-records";

export type Claim =
  | { kind: "written" }
  /** The right values stand, but somebody else wrote them. */
  | { kind: "foreign"; note: string }
  | { kind: "refused"; note: string; remedy: string };

/** Writes and marks the host's records where they are free or ours; never touches what is not. */
export async function claimRecords(
  target: SecuredHost,
  world: World,
  zone: Zone,
  wanted: readonly RecordSet[],
  { nothingKnown }: { nothingKnown: boolean },
): Promise<Claim> {
  const { host } = target;
  const mark = { name: markName(host), value: markValue(world.owner, target.gateway) };
  const seen = await standing(world.dns, zone, host, { nothingKnown });
  const ownership = ownershipOf(seen.mark?.values ?? [], world.owner, target.gateway);
  if (ownership.kind === "other") {
    return {
      kind: "refused",
      note: `The records of ${host} belong to ${ownership.holder}.`,
      remedy: `Remove the Secured Host there, or delete the TXT record ${mark.name} to hand the name over.`,
    };
  }
  if (ownership.kind === "none" && seen.addresses.length > 0) {
    const described = seen.addresses.map((set) => `${set.type} ${set.values.join(", ")}`).join("; ");
    const right =
      seen.addresses.length === wanted.length &&
      wanted.every((set) => seen.of(set.type)?.values.toSorted().join() === set.values.join());
    if (right)
      return {
        kind: "foreign",
        note: `${host} is ${described} already; the record is not Lamia's and is left as it is.`,
      };
    return {
      kind: "refused",
      note: `${host} has records that Lamia did not write: ${described}.`,
      remedy: `Delete them if they are not needed, or add a TXT record ${mark.name} with "${mark.value}" to let Lamia replace them.`,
    };
  }
  await writeAddressRecords(world.dns, zone, seen, wanted, mark);
  return { kind: "written" };
}
