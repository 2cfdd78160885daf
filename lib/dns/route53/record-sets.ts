import { isIPv4 } from "node:net";
import type {
  Change,
  ListResourceRecordSetsCommandInput,
  ListResourceRecordSetsCommandOutput,
  ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { ApiError } from "@/lib/dns/hosted/http";
import { plannedSets } from "@/lib/dns/hosted/provider";
import { type HeldRecordSet, type ReadName, rrdatasOf } from "@/lib/dns/hosted/record-sets";
import { withDot, withoutDot } from "@/lib/dns/record-data";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import type { AskRoute53 } from "./client";
import { texts } from "./texts";
import { notAnswered } from "./zones";

/** The largest page that Route 53 returns; a single name has far fewer record sets. */
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
    if (page.IsTruncated === undefined) throw notAnswered();
    const next: Start | null = page.IsTruncated && !isPast ? startOf(page) : null;
    if (next && JSON.stringify(next) === JSON.stringify(start)) throw notAnswered();
    start = next;
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
 * One atomic change: Route 53 refuses a DELETE that doesn't match exactly, and a CREATE of something that exists. It has one
 * error for all reasons, so a read afterwards tells a conflict from invalid data. Returns the ID of the change.
 */
export async function changeRecordSets(
  ask: AskRoute53,
  { id }: Zone,
  changed: { deletions: readonly RecordSet[]; additions: readonly RecordSet[]; read: ReadName },
): Promise<string> {
  const { deletions, additions, read } = changed;
  const changes: Change[] = [
    ...deletions.map((set) => ({ Action: "DELETE" as const, ResourceRecordSet: sentRecordSet(set) })),
    ...additions.map((set) => ({ Action: "CREATE" as const, ResourceRecordSet: sentRecordSet(set) })),
  ];
  try {
    const asked = { HostedZoneId: id, ChangeBatch: { Changes: changes } };
    const { ChangeInfo } = await ask((client) => client.changeResourceRecordSets(asked));
    if (!ChangeInfo?.Id) throw notAnswered();
    return ChangeInfo.Id;
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
  // As Lamia itself writes it; other aliases are not touched.
  if (Type === "A" && !AliasTarget.EvaluateTargetHealth && aliasZoneOf(target) === AliasTarget.HostedZoneId)
    return { ...held, ttlSeconds: aliasTtlSeconds, rrdatas: [target] };
  return { ...held, rrdatas: [], computed: texts.aliasOf({ target }) };
}

/** An alias has the TTL of its target; this value takes its place. */
const aliasTtlSeconds = 60;

/** Route 53 spells `*` as `\052`. */
function readName(name = ""): string {
  const plain = name.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return withoutDot(plain);
}

/**
 * The hosted zones of AWS's load balancers, which an alias record names next to its target: those of Application and Classic
 * Load Balancers, and those of Network Load Balancers. From AWS's general reference, "Elastic Load Balancing endpoints and
 * quotas".
 */
const zonesByRegion: Readonly<Record<string, readonly [application: string, network: string]>> = {
  "us-east-1": ["Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI"],
  "us-east-2": ["Z3AADJGX6KTTL2", "ZLMOA37VPKANP"],
  "us-west-1": ["Z368ELLRRE2KJ0", "Z24FKFUX50B4VW"],
  "us-west-2": ["Z1H1FL5HABSF5", "Z18D5FSROUN65G"],
  "ca-central-1": ["ZQSVJUPU6J1EY", "Z2EPGBW3API2WT"],
  "ap-east-1": ["Z3DQVH9N71FHZ0", "Z12Y7K3UBGUAD1"],
  "ap-south-1": ["ZP97RAFLXTNZK", "ZVDDRBQ08TROA"],
  "ap-northeast-1": ["Z14GRHDCWA56QT", "Z31USIVHYNEOWT"],
  "ap-northeast-2": ["ZWKZPGTI48KDX", "ZIBE1TIR4HY56"],
  "ap-northeast-3": ["Z5LXEXXYW11ES", "Z1GWIQ4HH19I5X"],
  "ap-southeast-1": ["Z1LMS91P8CMLE5", "ZKVM4W9LS7TM"],
  "ap-southeast-2": ["Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD"],
  "ap-southeast-3": ["Z08888821HLRG5A9ZRTER", "Z01971771FYVNCOVWJU1G"],
  "eu-central-1": ["Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90"],
  "eu-central-2": ["Z06391101F2ZOEP8P5EB3", "Z02239872DOALSIDCX66S"],
  "eu-west-1": ["Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F"],
  "eu-west-2": ["ZHURV8PSTC4K8", "ZD4D7Y8KGAS4G"],
  "eu-west-3": ["Z3Q77PNBQS71R4", "Z1CMS0P5QUZ6D5"],
  "eu-north-1": ["Z23TAZ6LKFMNIO", "Z1UDT6IFJ4EJM"],
  "eu-south-1": ["Z3ULH7SSC9OV64", "Z23146JA1KNAFP"],
  "eu-south-2": ["Z0956581394HF5D5LXGAP", "Z1011216NVTVYADP1SSV"],
  "sa-east-1": ["Z2P70J7HTTTPLU", "ZTK26PT1VY4CU"],
  "us-gov-west-1": ["Z33AYJ8TM3BH4J", "ZMG1MZ2THAWF1"],
  "us-gov-east-1": ["Z166TLBEWOO7G0", "Z1ZSMQQ6Q24QQ8"],
  "me-central-1": ["Z08230872XQRWHG2XF6I", "Z00282643NTTLPANJJG2P"],
  "me-south-1": ["ZS929ML54UICD", "Z3QSRYVP46NYYV"],
  "af-south-1": ["Z268VQBMOI5EKX", "Z203XCE67M25HM"],
};

/**
 * The hosted zone of a load balancer, from its host name, such as `name-123.us-east-1.elb.amazonaws.com` or, for a Network
 * Load Balancer, `name-123.elb.us-east-1.amazonaws.com`. Null for any other name, because Route 53 has no alias for it.
 */
export function aliasZoneOf(hostname: string): string | null {
  const [, application] = /\.([a-z0-9-]+)\.elb\.amazonaws\.com$/.exec(hostname) ?? [];
  const [, network] = /\.elb\.([a-z0-9-]+)\.amazonaws\.com$/.exec(hostname) ?? [];
  return zonesByRegion[application ?? ""]?.[0] ?? zonesByRegion[network ?? ""]?.[1] ?? null;
}
