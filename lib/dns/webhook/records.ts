import { isIPv4, isIPv6 } from "node:net";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { plannedSets } from "../hosted/provider";
import { existingRecords, type HeldRecordSet, type ReadName, rrdatasOf } from "../hosted/record-sets";
import { renderRecordData, withDot, withoutDot } from "../record-data";
import { isWithin } from "../resolver/message";
import type { Changes, Endpoint, WebhookApi } from "./api";
import { texts } from "./texts";

/** Of the types that Lamia writes, the ones that external-dns supports. */
const writtenTypes: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME", "TXT", "NS"]);

/** The record sets of a zone. A webhook may give one endpoint for each target, or one for all of them. */
export function heldInZone(endpoints: readonly Endpoint[], apex: string, name?: string): HeldRecordSet[] {
  const nameOf = ({ dnsName }: Endpoint) => withoutDot(dnsName);
  const own = endpoints.filter((each) => isWithin(nameOf(each), apex));
  const asked = name === undefined ? own : own.filter((each) => nameOf(each) === withoutDot(name));
  const groups = Map.groupBy(asked, (each) => `${each.recordType.toUpperCase()} ${nameOf(each)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const type = first.recordType.toUpperCase();
    const rrdatas = [
      ...new Set(group.flatMap(({ targets }) => targets.map((target) => rrdataOf(type, target)))),
    ];
    const computed = group.map(computedBy).find((each) => each !== undefined);
    const held = { name: nameOf(first), type, ttlSeconds: first.recordTTL, rrdatas, handle: group };
    return [computed === undefined ? held : { ...held, computed }];
  });
}

/** What makes a record more than its targets; Lamia doesn't touch such a record. */
function computedBy({ setIdentifier, providerSpecific, targets }: Endpoint): string | undefined {
  if (targets.length === 0) return texts.noTargets;
  if (setIdentifier) return texts.routed({ policy: setIdentifier });
  const isAlias = providerSpecific?.some(({ name, value }) => name === "alias" && value === "true");
  return isAlias ? texts.alias : undefined;
}

/** As in a zone file. TXT targets may have quotation marks, as external-dns writes its own, or not. */
function rrdataOf(type: string, target: string): string {
  if (type === "TXT" && !/^\s*"/.test(target)) return renderRecordData("TXT", target);
  return type === "MX" || type === "SRV" ? withDot(target) : target;
}

function endpointOf(set: RecordSet, like?: Endpoint): Endpoint {
  const { name, type, ttlSeconds } = set;
  if (!writtenTypes.has(type)) throw new Failure("rejected", texts.noSuchType({ type }));
  const wrong = set.values.find(
    (value) => (type === "A" && !isIPv4(value)) || (type === "AAAA" && !isIPv6(value)),
  );
  // A webhook answers 500 to what it doesn't understand, and would be asked again forever.
  if (wrong !== undefined) throw new Failure("rejected", texts.notData({ type, value: wrong }));
  const targets = rrdatasOf(set).map((text) => (type === "TXT" ? text : withoutDot(text)));
  const { labels, providerSpecific } = like ?? {};
  return { dnsName: name, recordType: type, targets, recordTTL: ttlSeconds, labels, providerSpecific };
}

interface WebhookChange {
  api: WebhookApi;
  provider: string;
  read: ReadName;
}

/**
 * The protocol has no conditions, so the existing records are compared right before the write. If values that are neither
 * what was seen nor what was written show up afterwards, somebody else wrote them at the same moment: a conflict. A value
 * that isn't visible yet is no error; the name servers are checked for it. Throws `Failure` or `ApiError`.
 */
export async function changeRecords(
  { api, provider, read }: WebhookChange,
  deletions: readonly RecordSet[],
  additions: readonly RecordSet[],
): Promise<void> {
  for (const set of additions) endpointOf(set);
  const planned = await plannedSets(deletions, additions, read);
  const handles = (held: HeldRecordSet | null) => (held?.handle as Endpoint[] | undefined) ?? [];
  const wanted = planned.flatMap(({ next, standing }) =>
    next ? [endpointOf(next, handles(standing)[0])] : [],
  );
  const adjusted = wanted.length > 0 ? await api.adjust(wanted) : [];
  const adjustedOf = ({ name, type }: { name: string; type: string }) => {
    const found = adjusted.filter(
      (each) => withoutDot(each.dnsName) === name && each.recordType === type && each.targets.length > 0,
    );
    if (found.length === 0) throw new Failure("rejected", texts.dropped({ provider, type, name }));
    return found;
  };
  const changes: Record<keyof Changes, Endpoint[]> = { create: [], updateOld: [], updateNew: [], delete: [] };
  for (const { name, type, standing, next } of planned) {
    const [before, after] = [handles(standing), next ? adjustedOf({ name, type }) : []];
    // Updates are pairs. If the numbers differ, the remaining old ones are deleted and the remaining new ones created.
    const isPair = before.length === 1 && after.length === 1;
    changes[isPair ? "updateOld" : "delete"].push(...before);
    changes[isPair ? "updateNew" : "create"].push(...after);
  }
  await api.apply(changes);
  for (const { name, type, next } of planned) {
    const now = (await read(name)).get(type);
    const set = now && existingRecords(now).set;
    const known = [
      ...(next?.values ?? []),
      ...(deletions.find((each) => each.name === name && each.type === type)?.values ?? []),
    ];
    const strange = set?.values.find(
      (value) => !known.some((each) => each.toLowerCase() === value.toLowerCase()),
    );
    if (strange !== undefined) throw new Failure("conflict", texts.changedMeanwhile({ name, type }));
  }
}
