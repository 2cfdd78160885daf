import { isIPv4 } from "node:net";
import type {
  Change,
  ListResourceRecordSetsCommandInput,
  ListResourceRecordSetsCommandOutput,
  ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { ApiError } from "../hosted/http";
import { plannedSets } from "../hosted/preconditions";
import { type HeldRecordSet, type ReadName, rrdatasOf } from "../hosted/record-sets";
import { withDot, withoutDot } from "../record-data";
import { aliasZoneOf } from "./alias-targets";
import type { AskRoute53 } from "./client";
import { texts } from "./texts";

/** The most that Route 53 gives in a page; one name holds far fewer record sets. */
const pageSize = 300;
const nameSize = 20;

/** All record sets of a zone, or of one name. */
export async function listRecordSets(ask: AskRoute53, { id }: Zone, name?: string): Promise<HeldRecordSet[]> {
  const sets: ResourceRecordSet[] = [];
  const size = name === undefined ? pageSize : nameSize;
  const isAsked = (set: ResourceRecordSet) => name === undefined || readName(set.Name) === name;
  let start: Start | null = name === undefined ? {} : { StartRecordName: withDot(name) };
  while (start) {
    const from: ListResourceRecordSetsCommandInput = { HostedZoneId: id, MaxItems: size, ...start };
    const page = await ask((client) => client.listResourceRecordSets(from));
    const found = page.ResourceRecordSets ?? [];
    sets.push(...found.filter(isAsked));
    const isPast = found.some((set) => !isAsked(set));
    start = page.IsTruncated && !isPast ? startOf(page) : null;
  }
  return sets.map(heldRecordSet);
}

type Start = Pick<
  ListResourceRecordSetsCommandInput,
  "StartRecordName" | "StartRecordType" | "StartRecordIdentifier"
>;

function startOf(page: ListResourceRecordSetsCommandOutput): Start {
  const { NextRecordName: name, NextRecordType: type, NextRecordIdentifier: identifier } = page;
  return {
    ...(name ? { StartRecordName: name } : {}),
    ...(type ? { StartRecordType: type } : {}),
    ...(identifier ? { StartRecordIdentifier: identifier } : {}),
  };
}

/**
 * One atomic change: Route 53 refuses a DELETE of anything but exactly what exists, and a CREATE of what exists. It says so
 * with one error for every reason, so a look after it tells a conflict from data that is not valid. Returns the change's id.
 */
export async function changeRecordSets(
  ask: AskRoute53,
  { id }: Zone,
  changed: { deletions: readonly RecordSet[]; additions: readonly RecordSet[]; read: ReadName },
): Promise<string | undefined> {
  const { deletions, additions, read } = changed;
  const changes: Change[] = [
    ...deletions.map((set) => ({ Action: "DELETE" as const, ResourceRecordSet: sentRecordSet(set) })),
    ...additions.map((set) => ({ Action: "CREATE" as const, ResourceRecordSet: sentRecordSet(set) })),
  ];
  try {
    const asked = { HostedZoneId: id, ChangeBatch: { Changes: changes } };
    return (await ask((client) => client.changeResourceRecordSets(asked))).ChangeInfo?.Id;
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.codes.includes("InvalidChangeBatch"))
      await plannedSets(deletions, additions, read);
    throw thrown;
  }
}

function isAlias({ type, values: [target = ""] }: RecordSet): boolean {
  return type === "A" && !isIPv4(target) && aliasZoneOf(target) !== null;
}

function sentRecordSet(set: RecordSet): ResourceRecordSet {
  const { name, type, ttlSeconds, values } = set;
  if (!isAlias(set)) {
    const ResourceRecords = rrdatasOf(set).map((Value) => ({ Value }));
    return { Name: withDot(name), Type: type, TTL: ttlSeconds, ResourceRecords };
  }
  const target = values[0] ?? "";
  const AliasTarget = {
    HostedZoneId: aliasZoneOf(target) ?? "",
    DNSName: withDot(target),
    EvaluateTargetHealth: false,
  };
  return { Name: withDot(name), Type: "A", AliasTarget };
}

function heldRecordSet(set: ResourceRecordSet): HeldRecordSet {
  const { Type = "", TTL = 0, ResourceRecords = [], AliasTarget, SetIdentifier } = set;
  const name = readName(set.Name);
  const held = { name, type: String(Type), ttlSeconds: TTL };
  if (SetIdentifier !== undefined) return { ...held, rrdatas: [], computed: texts.routingPolicy };
  if (!AliasTarget) return { ...held, rrdatas: ResourceRecords.map(({ Value = "" }) => Value) };
  const target = withoutDot(AliasTarget.DNSName ?? "").replace(/^dualstack\./, "");
  // As Lamia itself writes it; any other alias is left alone.
  if (Type === "A" && !AliasTarget.EvaluateTargetHealth && aliasZoneOf(target) === AliasTarget.HostedZoneId)
    return { ...held, ttlSeconds: aliasTtlSeconds, rrdatas: [target] };
  return { ...held, rrdatas: [], computed: texts.aliasOf({ target }) };
}

/** An alias has the TTL of its target; this stands in for it. */
const aliasTtlSeconds = 60;

/** Route 53 writes `*` as `\052`. */
function readName(name = ""): string {
  const plain = name.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return withoutDot(plain);
}
