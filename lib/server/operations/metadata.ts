import {
  type Metadata as MetadataAnswer,
  type MetadataEntry,
  type MetadataGroup,
  metadataCheckSchema,
  metadataPatchSchema,
  metadataSchema,
} from "@/lib/api/metadata";
import type { MetadataKey, ProviderDefinition } from "@/lib/dns/provider-definition";
import { providers } from "@/lib/dns/registry";
import { type Metadata, patchMetadata, readMetadata, secretValue } from "@/lib/kubernetes/objects/metadata";
import { resolvedAddressProblem } from "@/lib/notify/addresses";
import { notifyKeys } from "@/lib/notify/sinks";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { operation } from "@/lib/server/http/operation";
import { ProblemError } from "@/lib/server/http/problem-error";
import type { Installation } from "@/lib/server/installation";
import { requireManaged } from "@/lib/server/saving/allowed";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

interface WellKnownKey extends MetadataKey {
  /** What the form puts together, e.g. the provider's title. */
  group: string;
}

/** Every metadata key that the panel itself reads, in the order the form shows them. */
const wellKnownKeys: readonly WellKnownKey[] = [
  ...Object.values<ProviderDefinition>(providers).flatMap(({ title, keys }) =>
    keys.map((key) => ({ ...key, group: title })),
  ),
  ...notifyKeys.map((key) => ({ ...key, group: "Notifications" })),
];

const secrecy = texts.secrecy;

const groups: MetadataGroup[] = [
  ...Object.values<ProviderDefinition>(providers).map(({ title, permissions }) => ({
    title,
    description: `${permissions} ${secrecy}`,
    checkable: true,
  })),
  {
    title: texts.notifications,
    description: texts.notificationsHelp({ secrecy }),
    checkable: false,
  },
];

function wellKnownKey(key: string): WellKnownKey | undefined {
  return wellKnownKeys.find((each) => each.key === key);
}

const tag = "Metadata";
const path = "/virtual-clusters/{vc}/metadata";

export const readMetadataOperation = operation({
  method: "get",
  path,
  summary: texts.readMetadata,
  tag,
  params: virtualClusterParams,
  answer: metadataSchema,
  run: ({ params, cluster }) => entriesOf(cluster, params.vc),
});

export const patchMetadataOperation = operation({
  method: "patch",
  path,
  summary: texts.mergeMetadata,
  tag,
  params: virtualClusterParams,
  body: metadataPatchSchema,
  answer: metadataSchema,
  async run({ params, body, installation, cluster }) {
    requireManaged(cluster, params.vc);
    const secretKeys = readMetadata(cluster, params.vc)?.secretKeys ?? [];
    const wrong = Object.entries(body).flatMap(([key, value]) => problemsOf(key, value, secretKeys));
    const errors = wrong.length > 0 ? wrong : await addressProblems(installation, body);
    if (errors.length > 0) throw new ProblemError("invalid", errors[0]?.message ?? "", errors);
    const isSecret = (key: string) => wellKnownKey(key)?.secret ?? secretKeys.includes(key);
    const pick = (secret: boolean) =>
      Object.fromEntries(
        Object.entries(body)
          .filter(([key]) => isSecret(key) === secret)
          .map(([key, value]) => [key, value === "" ? null : value]),
      );
    await patchMetadata(cluster, params.vc, { plain: pick(false), secret: pick(true) });
    return entriesOf(cluster, params.vc);
  },
});

export const checkMetadata = operation({
  method: "post",
  path: `${path}/check`,
  summary: texts.checkMetadata,
  tag,
  params: virtualClusterParams,
  answer: metadataCheckSchema,
  async run({ params, installation, cluster }) {
    namespaceOf(cluster, params.vc);
    const settings = await cluster.worlds.providerSettings(params.vc);
    const result = await installation.dnsProviders.check(settings);
    return { ...result, provider: installation.dnsProviders.providerFor(settings).title };
  },
});

function problemsOf(key: string, value: string | null, secretKeys: readonly string[]) {
  if (value === null || value === "") return [];
  const known = wellKnownKey(key);
  const parsed = known?.schema.safeParse(value);
  if (parsed && !parsed.success) return parsed.error.issues.map(({ message }) => ({ path: [key], message }));
  const looksSecret = /PRIVATE KEY-----|"private_key"\s*:/.test(value);
  if (!known && looksSecret && !secretKeys.includes(key)) {
    const files = wellKnownKeys.filter(({ kind, secret }) => secret && kind.endsWith("-file"));
    const keep =
      files.length === 0
        ? texts.keepElsewhere
        : `Use ${files.map((file) => `${file.key} for ${file.group}`).join(", or ")}.`;
    const message = texts.looksSecret({ key, advice: keep });
    return [{ path: [key], message }];
  }
  return [];
}

/** An address that nothing would be sent to is refused while somebody looks at the field. */
async function addressProblems({ environment }: Installation, body: Record<string, string | null>) {
  const options = { allowLoopback: environment.LAMIA_NOTIFY_ALLOW_LOOPBACK };
  const addresses = notifyKeys.filter(({ kind }) => kind === "url").map(({ key }) => key);
  const problems = addresses.map(async (key) => {
    const value = Object.hasOwn(body, key) ? body[key] : null;
    const message = value ? await resolvedAddressProblem(value, options) : null;
    return message === null ? [] : [{ path: [key], message }];
  });
  return (await Promise.all(problems)).flat();
}

/** Well-known keys first, set or not, then the others by name. */
async function entriesOf(cluster: ClusterRuntime, virtualCluster: string): Promise<MetadataAnswer> {
  namespaceOf(cluster, virtualCluster);
  const { plain, secretKeys }: Pick<Metadata, "plain" | "secretKeys"> = readMetadata(
    cluster,
    virtualCluster,
  ) ?? {
    plain: {},
    secretKeys: [],
  };
  const known = await Promise.all(
    wellKnownKeys.map(async (each) => {
      const { key, secret, summary } = each;
      const set = secret ? secretKeys.includes(key) : plain[key] !== undefined;
      const value = set && secret && summary ? await secretValue(cluster, virtualCluster, key) : null;
      const shown = value === null ? null : summary?.(value);
      return {
        key,
        secret,
        set,
        ...(!secret && plain[key] !== undefined ? { value: plain[key] } : {}),
        wellKnown: shownOf(each),
        ...(shown ? { summary: shown } : {}),
      };
    }),
  );
  const others = [
    ...Object.entries(plain).map(([key, value]) => ({ key, secret: false, set: true, value })),
    ...secretKeys.map((key) => ({ key, secret: true, set: true })),
  ]
    .filter(({ key }) => !wellKnownKey(key) && key !== "managed")
    .sort((a, b) => a.key.localeCompare(b.key));
  return { items: [...known, ...others], groups };
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
