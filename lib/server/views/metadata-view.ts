import { z } from "zod";
import { keyTexts } from "@/lib/acme/key-texts";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import type { Metadata as MetadataAnswer, MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import { challengeZoneKey } from "@/lib/dns/challenge-zone";
import { chooseProvider, hasProviderKey } from "@/lib/dns/choose-provider";
import { externalDnsKeys } from "@/lib/dns/external-dns-keys";
import type { MetadataKey, ProviderDefinition, RegistrarDefinition } from "@/lib/dns/provider-definition";
import { registrars } from "@/lib/dns/registrars/registry";
import { definitionsFor, providers } from "@/lib/dns/registry";
import { texts as dnsTexts } from "@/lib/dns/texts";
import { zoneTexts } from "@/lib/dns/zone-texts";
import { knownMetadata, type Metadata, readMetadata, secretValue } from "@/lib/kubernetes/objects/metadata";
import { chosenProviderKey, chosenZoneKey } from "@/lib/model/dns-choice";
import { gatewayAddressKey, gatewayAddressProblem } from "@/lib/model/gateway-address";
import { dnsRecordsChoices, dnsRecordsKey } from "@/lib/model/record-hosts";
import { certificateScopeKey, certificateShareKey } from "@/lib/model/secured-hosts";
import { notifyKeys, sinks } from "@/lib/notify/sinks";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import type { Installation } from "@/lib/server/installation";
import { texts } from "@/lib/server/texts";

interface WellKnownKey extends MetadataKey {
  /** What the form groups, such as the provider's title. */
  group: string;
}

const allProviders = Object.values<ProviderDefinition>(providers);
const allRegistrars = Object.values<RegistrarDefinition>(registrars);

/** Says which one of several DNS providers serves all hosts. */
const choiceKey: WellKnownKey = {
  key: chosenProviderKey,
  label: texts.chosenProvider,
  help: texts.chosenProviderHelp,
  placeholder: "",
  secret: false,
  kind: "text",
  optional: true,
  choices: Object.keys(providers),
  schema: z.enum(
    Object.keys(providers) as [string, ...string[]],
    dnsTexts.unknownProviderRemedy({ ids: Object.keys(providers).join(", ") }),
  ),
  group: texts.severalProviders,
};

/** Shown once there are several providers to choose from. */
function choiceGroup({ own, installation }: ReturnType<typeof namesOf>): MetadataGroup[] {
  const { [chosenProviderKey]: chosen, ...others } = own;
  if (!chosen && chooseProvider({ own: others, installation }).definitions.length < 2) return [];
  return [{ title: texts.severalProviders, description: texts.severalProvidersHelp, checkable: false }];
}

/** Also for the installation: a zone in which all virtual clusters answer challenges. */
const challengeZone: WellKnownKey = { ...challengeZoneKey, group: zoneTexts.group };

const certificateKeys: readonly WellKnownKey[] = acmeKeys.map((key) => ({ ...key, group: keyTexts.group }));

/** Only a virtual cluster and its Gateways have these. */
const sharingKeys: readonly string[] = [certificateScopeKey, certificateShareKey];

/** The keys of DNS providers, registrars and CAs, which can also be set for the installation. */
export const sharedKeys: readonly WellKnownKey[] = [
  ...[...allProviders, ...allRegistrars].flatMap(({ title, keys }) =>
    keys.map((key) => ({ ...key, group: title })),
  ),
  challengeZone,
  ...certificateKeys.filter(({ key }) => !sharingKeys.includes(key)),
  ...externalDnsKeys.map((key) => ({ ...key, group: dnsTexts.externalGroup })),
];

const addressKey = {
  key: gatewayAddressKey,
  label: texts.gatewayAddress,
  help: texts.gatewayAddressHelp,
  placeholder: "203.0.113.7, 2001:db8::7",
  secret: false,
  kind: "text",
  optional: true,
  schema: z.string().superRefine((value, context) => {
    const message = gatewayAddressProblem(value);
    if (message) context.addIssue({ code: "custom", message });
  }),
} as const satisfies MetadataKey;

const recordsKey = {
  key: dnsRecordsKey,
  label: texts.dnsRecords,
  help: texts.dnsRecordsHelp,
  placeholder: "secured",
  secret: false,
  kind: "text",
  optional: true,
  choices: dnsRecordsChoices,
  schema: z.enum(dnsRecordsChoices, texts.dnsRecordsMistake),
} as const satisfies MetadataKey;

/** Of the virtual cluster only: an installation serves domains of many. */
const zoneKey = {
  key: chosenZoneKey,
  label: zoneTexts.zone,
  help: zoneTexts.zoneHelp,
  placeholder: "example.net",
  secret: false,
  kind: "text",
  optional: true,
  pattern: { source: "[^\\s,]{1,255}", mistake: zoneTexts.zoneMistake },
  schema: z.string().regex(/^[^\s,]{1,255}$/, zoneTexts.zoneMistake),
} as const satisfies MetadataKey;

const plainGroup = (title: string, description: string) => ({ title, description, checkable: false });

const addresses = plainGroup(texts.publicAddress, texts.publicAddressHelp);
const hostRecords = plainGroup(texts.hostRecords, texts.hostRecordsHelp);
const zones = plainGroup(zoneTexts.group, zoneTexts.groupHelp);
const challengeZones = plainGroup(zoneTexts.group, zoneTexts.challengeGroupHelp);
const certificates = plainGroup(keyTexts.group, keyTexts.groupHelp);
const registrarGroups = allRegistrars.map(({ id, title, permissions }): MetadataGroup => {
  return { ...plainGroup(title, `${permissions} ${texts.secrecy}`), registrar: id };
});
const externalDns = plainGroup(dnsTexts.externalGroup, dnsTexts.externalGroupHelp);

/** Every metadata key that the panel itself reads, in the order of the form. */
export const wellKnownKeys: readonly WellKnownKey[] = [
  choiceKey,
  { ...zoneKey, group: zoneTexts.group },
  ...sharedKeys,
  ...certificateKeys.filter(({ key }) => sharingKeys.includes(key)),
  { ...addressKey, group: texts.publicAddress },
  { ...recordsKey, group: texts.hostRecords },
  ...notifyKeys.map((key) => ({ ...key, group: texts.notifications })),
];

export function wellKnownKey(key: string): WellKnownKey | undefined {
  return wellKnownKeys.find((each) => each.key === key);
}

interface Parts {
  cluster: ClusterRuntime;
  /** The namespace that holds the metadata. */
  namespace: string;
}

/**
 * The metadata of a virtual cluster, including what it inherits: well-known keys first, set or not, then the others
 * by name.
 */
export async function metadataView(cluster: ClusterRuntime, virtualCluster: string): Promise<MetadataAnswer> {
  const parts = { cluster, namespace: virtualCluster };
  const shared = { cluster, namespace: cluster.installation.environment.LAMIA_NAMESPACE };
  const found = await metadataIn(parts);
  const names = namesOf(cluster, virtualCluster);
  const { from, definitions } = chooseProvider(names);
  const inherited = await Promise.all(allProviders.map((each) => shownOfProvider(shared, each)));
  const groups = allProviders.map((provider, index): MetadataGroup => {
    const shown = inherited[index];
    return {
      ...groupOf(provider),
      source: definitions.includes(provider) ? from : null,
      ...(shown ? { inherited: shown } : {}),
    };
  });
  const notifications = {
    title: texts.notifications,
    description: texts.notificationsHelp({ secrecy: texts.secrecy }),
    checkable: false,
    destinations: sinks.map(({ id, title, addressKey }) => ({ id, title, key: addressKey })),
  };
  const { plain, secretKeys } = found;
  const others = [
    ...Object.entries(plain).map(([key, value]) => ({ key, secret: false, set: true, value })),
    ...secretKeys.map((key) => ({ key, secret: true, set: true })),
  ]
    .filter(({ key }) => !wellKnownKey(key) && key !== "managed")
    .sort((a, b) => a.key.localeCompare(b.key));
  const known = await Promise.all(wellKnownKeys.map((each) => entryOf(parts, found, each)));
  return {
    items: [...known, ...others],
    groups: [
      ...groups,
      ...choiceGroup(names),
      ...registrarGroups,
      zones,
      certificates,
      addresses,
      hostRecords,
      externalDns,
      notifications,
    ],
  };
}

/** What the installation has set for all virtual clusters: the keys of DNS providers and CAs. */
export async function installationMetadataView(cluster: ClusterRuntime): Promise<MetadataAnswer> {
  const parts = { cluster, namespace: cluster.installation.environment.LAMIA_NAMESPACE };
  const found = await metadataIn(parts);
  return {
    items: await Promise.all(sharedKeys.map((each) => entryOf(parts, found, each))),
    groups: [...allProviders.map(groupOf), ...registrarGroups, challengeZones, certificates, externalDns],
  };
}

interface KnownNames {
  cache: ClusterRuntime["cache"];
  installation: Pick<Installation, "environment">;
}

/**
 * The title of the provider that serves a virtual cluster, and whether it is the installation's; null if there is
 * none.
 */
export function providerInUse(
  cluster: KnownNames,
  virtualCluster: string,
): { title: string; isInherited: boolean } | null {
  const { definitions, from } = chooseProvider(namesOf(cluster, virtualCluster));
  const title = definitions.map((definition) => definition.title).join(", ");
  return title ? { title, isInherited: from === "installation" } : null;
}

/** Whether a secret is set is enough to choose a provider; its value isn't read. */
function namesOf({ cache, installation }: KnownNames, virtualCluster: string) {
  const namesIn = (namespace: string): Record<string, string> => {
    const metadata = readMetadata({ cache }, namespace);
    return metadata
      ? { ...metadata.plain, ...Object.fromEntries(metadata.secretKeys.map((key) => [key, "set"])) }
      : {};
  };
  return { own: namesIn(virtualCluster), installation: namesIn(installation.environment.LAMIA_NAMESPACE) };
}

async function metadataIn({ cluster, namespace }: Parts): Promise<Metadata> {
  return (await knownMetadata(cluster, namespace)) ?? { plain: {}, secretKeys: [], secretVersion: null };
}

function groupOf({ title, permissions }: ProviderDefinition): MetadataGroup {
  return { title, description: `${permissions} ${texts.secrecy}`, checkable: true };
}

async function entryOf(
  { cluster, namespace }: Parts,
  { plain, secretKeys }: Metadata,
  known: WellKnownKey,
): Promise<MetadataEntry> {
  const { key, secret, summary } = known;
  const isInSecret = secretKeys.includes(key);
  const set = isInSecret || (!secret && plain[key] !== undefined);
  // If you create the Secret by hand, you may put everything into it, even what isn't secret.
  const stored = isInSecret && (!secret || summary) ? await secretValue(cluster, namespace, key) : null;
  const value = secret ? undefined : (stored?.reveal() ?? plain[key]);
  const shown = secret && stored !== null ? summary?.(stored.reveal()) : null;
  // Others write metadata, too, and what reads them may ignore a value that it doesn't know.
  const mistake = value ? known.schema.safeParse(value).error?.issues[0]?.message : undefined;
  return {
    key,
    secret,
    set,
    ...(value === undefined ? {} : { value }),
    wellKnown: shownOf(known),
    ...(shown ? { summary: shown } : {}),
    ...(mistake === undefined ? {} : { mistake }),
  };
}

/** What may be shown of the provider's settings, by label; null until all of its keys are set. */
async function shownOfProvider(
  parts: Parts,
  provider: ProviderDefinition,
): Promise<Record<string, string> | null> {
  const found = await metadataIn(parts);
  const set = { ...found.plain, ...Object.fromEntries(found.secretKeys.map((key) => [key, "set"])) };
  if (!hasProviderKey(set) || !definitionsFor(set).includes(provider)) return null;
  const entries = await Promise.all(
    sharedKeys.filter(({ group }) => group === provider.title).map((each) => entryOf(parts, found, each)),
  );
  return Object.fromEntries(
    entries.flatMap(({ key, set, value, summary, wellKnown }) => {
      const shown = value ?? (summary && Object.values(summary).join(" · "));
      return set ? [[wellKnown?.label ?? key, shown ?? texts.setAndHidden]] : [];
    }),
  );
}

/** What a form needs of a key, without its schema. */
function shownOf(key: WellKnownKey): MetadataEntry["wellKnown"] {
  const { label, help, placeholder, kind, group, optional, pattern, choices, file } = key;
  return {
    ...{ label, help, placeholder, kind, group },
    ...(optional ? { optional } : {}),
    ...(pattern ? { pattern } : {}),
    ...(choices ? { choices: [...choices] } : {}),
    ...(file
      ? { file: { ...file, fields: [...file.fields], shows: [...file.shows], fills: { ...file.fills } } }
      : {}),
  };
}
