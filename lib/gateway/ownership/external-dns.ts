import type { ExternalDnsSettings, RecordSet, RecordType, Zone } from "@/lib/gateway/model";
import type { World } from "@/lib/gateway/world";
import type { RecordChange } from "../dns/ports";

/** Whom external-dns's registry names as the owner of a record. */
export interface RegistryOwner {
  owner: string;
  /** Such as `ingress/default/shop`; empty if the registry doesn't say. */
  resource: string;
  /** The name of the TXT record. */
  name: string;
}

type Affixes = Omit<ExternalDnsSettings, "ownerId">;

const typeTemplate = /%\{record_type\}/g;
const ourResource = (installation: string) => `lamia/${installation}`;

/** Where the registry keeps the owner of a record: `a-shop.example.com`, with the prefix or suffix around the first label. */
export function registryName(
  host: string,
  type: RecordType,
  { prefix, suffix, wildcardReplacement }: Affixes,
) {
  const [first = "", ...rest] = host.split(".");
  const kind = type.toLowerCase();
  const isInAffix = /%\{record_type\}/.test(prefix + suffix);
  const label = first === "*" && wildcardReplacement ? wildcardReplacement : first;
  const named = (affix: string) => affix.replace(typeTemplate, kind);
  return `${named(prefix)}${isInAffix ? "" : `${kind}-`}${label}${named(suffix)}.${rest.join(".")}`.toLowerCase();
}

/** Where versions before 0.18 kept it as well, whatever the type of the record. */
export function formerRegistryName(host: string, affixes: Affixes): string {
  const plain = (affix: string) => affix.replace(typeTemplate, "");
  const [first = "", ...rest] = host.split(".");
  const label = first === "*" && affixes.wildcardReplacement ? affixes.wildcardReplacement : first;
  return `${plain(affixes.prefix)}${label}${plain(affixes.suffix)}.${rest.join(".")}`.toLowerCase();
}

/** Null if the text isn't of the registry, or is encrypted. */
export function readRegistryValue(value: string): Omit<RegistryOwner, "name"> | null {
  const fields = new Map(
    value
      .replace(/^"|"$/g, "")
      .split(",")
      .map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]),
  );
  const owner = fields.get("external-dns/owner");
  if (fields.get("heritage") !== "external-dns" || owner === undefined) return null;
  return { owner, resource: fields.get("external-dns/resource") ?? "" };
}

export function registryValue(ownerId: string, installation: string): string {
  return `heritage=external-dns,external-dns/owner=${ownerId},external-dns/resource=${ourResource(installation)}`;
}

/** Whether this installation of Lamia wrote it, with whatever owner ID. */
export function isOurRegistryValue(value: string, installation: string): boolean {
  return readRegistryValue(value)?.resource === ourResource(installation);
}

/** What is known of a host when Lamia is about to write its records. */
interface KnownHost {
  host: string;
  types: readonly RecordType[];
  /** TXT values at the host itself. */
  values: readonly string[];
  /** Every name server said that the host doesn't exist: then their answers are enough, and cost the provider nothing. */
  nothingKnown: boolean;
}

/** Whom the registry names as the owner of what is at the host; null if nobody, or this installation. */
export async function registryOwnerOf(
  { host, types, values, nothingKnown }: KnownHost,
  zone: Zone,
  world: World,
): Promise<RegistryOwner | null> {
  const { externalDns, owner } = world;
  const names = new Set(types.map((type) => registryName(host, type, externalDns)));
  names.add(formerRegistryName(host, externalDns));
  const held = await Promise.all(
    [...names]
      .filter((name) => name !== host && isIn(zone, name))
      .map(async (name) => ({ name, values: await registryValues(name, zone, world, nothingKnown) })),
  );
  for (const at of [{ name: host, values }, ...held])
    for (const value of at.values) {
      const found = readRegistryValue(value);
      if (found && !isOurRegistryValue(value, owner)) return { ...found, name: at.name };
    }
  return null;
}

async function registryValues(
  name: string,
  zone: Zone,
  { dns, resolver }: World,
  nothingKnown: boolean,
): Promise<readonly string[]> {
  if (nothingKnown) {
    const answers = await resolver.ask(zone.nameServers, name, "TXT");
    if (answers.some((answer) => answer.values !== null)) return answers.flatMap((each) => each.values ?? []);
  }
  return (await dns.readAll(zone, name)).find(({ type }) => type === "TXT")?.set?.values ?? [];
}

/** The ownership records for external-dns that belong to these records; empty unless the metadata ask for them. */
export function registrySets(
  wanted: readonly RecordSet[],
  zone: Zone,
  { externalDns, owner }: World,
): RecordSet[] {
  const { ownerId } = externalDns;
  if (ownerId === null) return [];
  return wanted
    .map((set) => ({ set, name: registryName(set.name, set.type, externalDns) }))
    .filter(({ name }) => isIn(zone, name) && !name.includes("*"))
    .map(({ set, name }) => ({
      name,
      type: "TXT",
      ttlSeconds: set.ttlSeconds,
      values: [registryValue(ownerId, owner)],
    }));
}

/**
 * Changes that bring the ownership records at these names to what is wanted, and take ours away where none is. Values of others
 * stay.
 */
export function registryChanges(
  wanted: readonly RecordSet[],
  seen: readonly RecordSet[],
  installation: string,
): RecordChange[] {
  const names = new Set([...wanted, ...seen].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const before = seen.find((set) => set.name === name) ?? null;
    const next = wanted.find((set) => set.name === name);
    const others = (before?.values ?? []).filter((value) => !isOurRegistryValue(value, installation));
    const values = [...others, ...(next?.values ?? [])].toSorted();
    if (values.join("\0") === (before?.values.toSorted().join("\0") ?? "")) return [];
    const ttlSeconds = before?.ttlSeconds ?? next?.ttlSeconds ?? 300;
    return [{ seen: before, next: values.length > 0 ? { name, type: "TXT", ttlSeconds, values } : null }];
  });
}

/** At an apex, the registry's names can be outside of the zone, where external-dns can't write them either. */
function isIn({ apex }: Zone, name: string): boolean {
  return name === apex || name.endsWith(`.${apex}`);
}
