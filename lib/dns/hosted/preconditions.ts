import { Failure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { sameRecordSet } from "../batching";
import { existingRecords, type HeldRecordSet, type ReadName } from "./record-sets";
import { texts } from "./texts";

/** One name and type of a change, with what stands there now. */
export interface PlannedSet {
  name: string;
  type: string;
  standing: HeldRecordSet | null;
  next: RecordSet | null;
}

/**
 * Reads what stands at every name of a change. Throws `conflict` where that is not what is to be deleted, where something
 * stands that is to be added, and where a CNAME would have company (RFC 1034, section 3.6.2). For an API that cannot say in
 * its write what it expects, or does not say in a code what was wrong.
 */
export async function plannedSets(
  deletions: readonly RecordSet[],
  additions: readonly RecordSet[],
  read: ReadName,
): Promise<PlannedSet[]> {
  const keyOf = ({ name, type }: RecordSet) => `${type} ${name}`;
  const changes = new Map<string, { seen: RecordSet | null; next: RecordSet | null }>();
  for (const seen of deletions) changes.set(keyOf(seen), { seen, next: null });
  for (const next of additions)
    changes.set(keyOf(next), { seen: changes.get(keyOf(next))?.seen ?? null, next });
  const names = [...new Set([...deletions, ...additions].map(({ name }) => name))];
  const held = new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));

  const planned = [...changes.values()].map(({ seen, next }) => {
    const { name, type } = (next ?? seen) as RecordSet;
    const standing = held.get(name)?.get(type) ?? null;
    const plain = standing && existingRecords(standing).set;
    if ((standing && !plain) || !sameRecordSet(plain, seen))
      throw new Failure("conflict", seen && !standing ? texts.recordSetGone : texts.zoneChanged);
    return { name, type, standing, next };
  });
  for (const { name, type, next } of planned) {
    if (!next) continue;
    const kept = [...(held.get(name)?.keys() ?? [])].filter((other) => !changes.has(`${other} ${name}`));
    const added = planned.filter((each) => each.name === name && each.next).map((each) => each.type);
    const other = [...kept, ...added].find(
      (beside) => beside !== type && (beside === "CNAME" || type === "CNAME"),
    );
    if (other !== undefined) throw new Failure("conflict", texts.besideOthers({ type, name, other }));
  }
  return planned;
}
