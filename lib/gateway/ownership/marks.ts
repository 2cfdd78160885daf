import { asFailure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import { isIpAddress } from "@/lib/model/dns-name";
import type { GatewayName } from "@/lib/model/secured-hosts";

/** The TXT record next to a host that says who owns its address records. */
export function markName(host: string): string {
  return `_lamia.${host.replace(/^\*\./, "_wildcard.")}`;
}

/** A record set as listed in a mark. */
export type MarkedRecords = Pick<RecordSet, "type" | "values">;

export interface Mark {
  owner: string;
  gateway: GatewayName;
  /** What was written together with the mark; null in marks of earlier versions, which don't list it. */
  records: { type: string; values: string[] }[] | null;
}

/**
 * `heritage=lamia,owner=<installation>,gateway=<namespace>/<name>,records=A:192.0.2.1+192.0.2.2;AAAA:2001:db8::1`
 *
 * `registry` are the names of TXT records for external-dns that were written with it, as `external-dns:a-shop.example.com`.
 */
export function markValue(
  owner: string,
  gateway: GatewayName,
  records: readonly MarkedRecords[],
  registry: readonly string[] = [],
): string {
  const all = [...records, ...(registry.length > 0 ? [{ type: registryType, values: registry }] : [])];
  const named = all.map(({ type, values }) => `${type}:${values.toSorted().join("+")}`).sort();
  return `${markStart(owner, gateway)},records=${named.join(";")}`;
}

const registryType = "external-dns";

/** The names of TXT records for external-dns that these marks of the gateway list. */
export function markedRegistry(values: readonly string[], owner: string, gateway: GatewayName): string[] {
  const ours = values.filter((value) => isMarkOf(value, owner, gateway));
  const records = ours.flatMap((value) => readMark(value)?.records ?? []);
  return [...new Set(records.filter(({ type }) => type === registryType).flatMap((each) => each.values))];
}

/** Null if the text isn't a mark. */
export function readMark(value: string): Mark | null {
  const [, owner, namespace, name, named] =
    /^heritage=lamia,owner=([^,]*),gateway=([^,/]+)\/([^,/]+)(?:,records=([^,]*))?$/.exec(value) ?? [];
  if (owner === undefined || namespace === undefined || name === undefined) return null;
  const records = named === undefined ? null : named.split(";").filter(Boolean).map(readRecords);
  return { owner, gateway: { namespace, name }, records };
}

function readRecords(text: string): { type: string; values: string[] } {
  const [type = "", ...rest] = text.split(":");
  return { type, values: rest.join(":").split("+").filter(Boolean).sort() };
}

/** The host that belongs to this name of a mark; null if it isn't one. */
export function hostOfMark(name: string): string | null {
  const [, host] = /^_lamia\.(.+)$/.exec(name) ?? [];
  return host === undefined ? null : host.replace(/^_wildcard\./, "*.");
}

/** The gateways of this installation that these mark values name. */
export function markedGateways(values: readonly string[], owner: string): GatewayName[] {
  return values.flatMap((value) => {
    const mark = readMark(value);
    return mark?.owner === owner ? [mark.gateway] : [];
  });
}

/** A mark that names another gateway of this installation, with the same records. */
export function markOfHeir(value: string, owner: string, heir: GatewayName): string {
  const records = /,records=.*$/.exec(value)?.[0] ?? "";
  return `${markStart(owner, heir)}${records}`;
}

function markStart(owner: string, gateway: GatewayName): string {
  return `heritage=lamia,owner=${owner},gateway=${gateway.namespace}/${gateway.name}`;
}

export type Ownership =
  | { kind: "none" }
  /** `records`: what we wrote according to the marks; null if none of them lists it. */
  | { kind: "ours"; records: NonNullable<Mark["records"]> | null }
  | { kind: "other"; holder: string };

/** What the values of a mark say about one gateway of this installation. */
export function ownershipOf(values: readonly string[], owner: string, gateway: GatewayName): Ownership {
  const marks = values.flatMap((value) => readMark(value) ?? []);
  const ours = marks.filter((mark) => isOf(mark, owner, gateway));
  const [first] = marks;
  if (first === undefined) return { kind: "none" };
  if (ours.length > 0) {
    const known = ours.flatMap(({ records }) => records ?? []);
    return { kind: "ours", records: ours.some(({ records }) => records !== null) ? known : null };
  }
  return {
    kind: "other",
    holder: holderOf(first, owner, gateway),
  };
}

/** Whether a value is a mark of this gateway, whatever records it lists. */
export function isMarkOf(value: string, owner: string, gateway: GatewayName): boolean {
  const mark = readMark(value);
  return mark !== null && isOf(mark, owner, gateway);
}

function isOf(mark: Mark, owner: string, gateway: GatewayName): boolean {
  return (
    mark.owner === owner && mark.gateway.namespace === gateway.namespace && mark.gateway.name === gateway.name
  );
}

/** True if the record set has exactly these values, in any order; the TTL may differ. */
export function hasValues(
  set: MarkedRecords & Pick<RecordSet, "needsRewrite">,
  { type, values }: { type: string; values: readonly string[] },
) {
  return (
    !set.needsRewrite &&
    set.type === type &&
    set.values.toSorted().join("\0") === values.toSorted().join("\0")
  );
}

/** A virtual cluster learns no names of others. */
function holderOf(mark: Mark, owner: string, { namespace }: GatewayName): string {
  if (mark.owner !== owner) return texts.otherInstallation({ owner: mark.owner });
  return mark.gateway.namespace === namespace
    ? texts.gatewayNamed({ name: mark.gateway.name })
    : texts.otherVirtualCluster;
}

/** The gateways that the host's mark names in public DNS; null if no name server could be asked. */
export async function marksOf(host: string, world: World): Promise<GatewayName[] | null> {
  if (isIpAddress(host)) return [];
  for (const apex of possibleZones(host, world)) {
    const servers = await delegatedTo(apex, world);
    if (servers === null) return null;
    if (servers.length === 0) continue;
    const answers = await world.resolver.ask(servers, markName(host), "TXT");
    if (answers.every(({ values }) => values === null)) return null;
    return markedGateways(
      answers.flatMap(({ values }) => values ?? []),
      world.owner,
    );
  }
  return [];
}

/** The names of the zones that may hold the host, longest first, down to the registrable domain. */
function possibleZones(host: string, world: World): string[] {
  const plain = host.replace(/^\*\./, "");
  const labels = plain.split(".");
  const registered = (world.registrableDomain(plain) ?? plain).split(".").length;
  return labels.slice(0, labels.length - registered + 1).map((_, index) => labels.slice(index).join("."));
}

/** Empty if the name isn't a zone of its own; null if that can't be found out. */
async function delegatedTo(apex: string, world: World): Promise<readonly string[] | null> {
  try {
    const { answers } = await world.resolver.delegation(apex);
    if (answers.every(({ values }) => values === null)) return null;
    return answers.find(({ values }) => values !== null && values.length > 0)?.values ?? [];
  } catch (thrown) {
    if (asFailure(thrown).kind !== "unreachable") throw thrown;
    return null;
  }
}
