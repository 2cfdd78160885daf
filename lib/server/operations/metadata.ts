import { directoryOf, isNamedCa } from "@/lib/acme/named-cas";
import {
  type MetadataCheck,
  metadataCheckRequestSchema,
  metadataCheckSchema,
  metadataPatchSchema,
  metadataSchema,
  notificationTestSchema,
} from "@/lib/api/metadata";
import { chooseProvider } from "@/lib/dns/choose-provider";
import { acmeDnsKey } from "@/lib/dns/manual/manual";
import type { Metadata, ProviderSource } from "@/lib/dns/provider-definition";
import { keyNames as rfc2136Keys, serversOf } from "@/lib/dns/rfc2136/metadata-keys";
import { asFailure } from "@/lib/gateway/failure";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { patchMetadata, readMetadata } from "@/lib/kubernetes/objects/metadata";
import { type AllowedTargets, resolvedAddressProblem, resolvedHostProblem } from "@/lib/net/addresses";
import { send } from "@/lib/notify/send";
import { notifyKeys, sinks } from "@/lib/notify/sinks";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { operation } from "@/lib/server/http/operation";
import { ProblemError } from "@/lib/server/http/problem-error";
import type { Installation } from "@/lib/server/installation";
import { notifySettings } from "@/lib/server/notify/deliveries";
import { requireManaged } from "@/lib/server/saving/allowed";
import {
  installationMetadataView,
  metadataView,
  sharedKeys,
  wellKnownKey,
  wellKnownKeys,
} from "@/lib/server/views/metadata-view";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

const tag = "Metadata";
const path = "/virtual-clusters/{vc}/metadata";
const installationPath = "/installation/metadata";

/** A merge of metadata: null removes. */
type Patch = Record<string, string | null>;

export const readMetadataOperation = operation({
  method: "get",
  path,
  summary: texts.readMetadata,
  tag,
  params: virtualClusterParams,
  answer: metadataSchema,
  async run({ params, cluster }) {
    namespaceOf(cluster, params.vc);
    return metadataView(cluster, params.vc);
  },
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
    await refuseWrong(installation, cluster, params.vc, body);
    const { plain = {}, secretKeys = [] } = readMetadata(cluster, params.vc) ?? {};
    const isSecret = (key: string) => wellKnownKey(key)?.secret || secretKeys.includes(key);
    await patchMetadata(cluster, params.vc, {
      plain: picked(body, (key) => !isSecret(key) || (isUnset(body[key]) && plain[key] !== undefined)),
      secret: picked(body, isSecret),
    });
    return metadataView(cluster, params.vc);
  },
});

export const checkMetadata = operation({
  method: "post",
  path: `${path}/check`,
  summary: texts.checkMetadata,
  tag,
  params: virtualClusterParams,
  body: metadataCheckRequestSchema,
  isBodyOptional: true,
  answer: metadataCheckSchema,
  async run({ params, body, installation, cluster }) {
    namespaceOf(cluster, params.vc);
    await refuseWrong(installation, cluster, params.vc, body.changes);
    const known = await cluster.worlds.providerSettings(params.vc);
    const { settings, from } = chooseProvider({ ...known, own: merged(known.own, body.changes) });
    return checked(installation, settings, from);
  },
});

export const sendTestNotification = operation({
  method: "post",
  path: `${path}/test-notification`,
  summary: texts.sendTest,
  tag,
  params: virtualClusterParams,
  body: notificationTestSchema,
  answer: metadataCheckSchema,
  async run({ params, body, installation, cluster }): Promise<MetadataCheck> {
    requireManaged(cluster, params.vc);
    const sink = sinks.find(({ id }) => id === body.destination);
    if (!sink) {
      const message = texts.noDestination({ known: sinks.map(({ id }) => id).join(", ") });
      throw new ProblemError("invalid", message, [{ path: ["destination"], message }]);
    }
    await refuseWrong(installation, cluster, params.vc, body.changes);
    const settings = merged(await notifySettings(cluster, params.vc), body.changes);
    const { title: provider, addressKey: key } = sink;
    if (!sink.configured(settings))
      return { ok: false, provider, key, note: texts.noAddress({ provider }), remedy: texts.enterUrl };
    const now = new Date();
    const notice = {
      id: `test-${now.getTime()}`,
      at: now.toISOString(),
      level: "info" as const,
      title: texts.testTitle,
      body: texts.testBody({ virtualCluster: params.vc }),
      virtualCluster: params.vc,
      link: null,
    };
    try {
      await send(sink.deliveryOf(notice, settings, now), {
        allowed: installation.environment.LAMIA_ALLOWED_TARGETS,
      });
      return { ok: true, provider, note: texts.testSent({ provider }) };
    } catch (thrown) {
      const { message: note, remedy = texts.checkUrl } = asFailure(thrown);
      return { ok: false, provider, key, note, remedy };
    }
  },
});

export const readInstallationMetadata = operation({
  method: "get",
  path: installationPath,
  summary: texts.readInstallationMetadata,
  tag,
  answer: metadataSchema,
  run: ({ cluster }) => installationMetadataView(cluster),
});

export const patchInstallationMetadata = operation({
  method: "patch",
  path: installationPath,
  summary: texts.mergeInstallationMetadata,
  tag,
  body: metadataPatchSchema,
  answer: metadataSchema,
  async run({ body, installation, cluster }) {
    await patchInstallation(installation, cluster, body);
    return installationMetadataView(cluster);
  },
});

/** Throws `invalid` with a place for each key or value that the installation can't have. */
export async function patchInstallation(
  installation: Installation,
  cluster: ClusterRuntime,
  patch: Patch,
): Promise<void> {
  const namespace = installation.environment.LAMIA_NAMESPACE;
  const other = Object.keys(patch).find((key) => !sharedKeys.some((shared) => shared.key === key));
  if (other !== undefined) {
    const message = texts.notForInstallation({ key: other });
    throw new ProblemError("invalid", message, [{ path: [other], message }]);
  }
  await refuseWrong(installation, cluster, namespace, patch);
  cluster.cache.observe(await ensureNamespace(cluster.client, namespace));
  // Everything goes into the Secret, where one `kubectl create secret` can put it too; a value elsewhere is
  // removed.
  const { plain = {} } = readMetadata(cluster, namespace) ?? {};
  const annotated = Object.keys(patch).filter((key) => plain[key] !== undefined);
  await patchMetadata(cluster, namespace, {
    plain: Object.fromEntries(annotated.map((key) => [key, null])),
    secret: picked(patch, () => true),
  });
}

export const checkInstallationMetadata = operation({
  method: "post",
  path: `${installationPath}/check`,
  summary: texts.checkMetadata,
  tag,
  body: metadataCheckRequestSchema,
  isBodyOptional: true,
  answer: metadataCheckSchema,
  async run({ body, installation, cluster }) {
    const namespace = installation.environment.LAMIA_NAMESPACE;
    await refuseWrong(installation, cluster, namespace, body.changes);
    const settings = merged(await cluster.worlds.installationSettings(), body.changes);
    return checked(installation, settings, "installation");
  },
});

/** The settings as they would be once the changes are stored. */
function merged(settings: Metadata, changes: Patch): Metadata {
  const next = Object.entries(changes).map(([key, value]) => [key, isUnset(value) ? undefined : value]);
  return { ...settings, ...Object.fromEntries(next) };
}

async function checked(
  { dnsProviders }: Installation,
  settings: Metadata,
  from: ProviderSource,
): Promise<MetadataCheck> {
  const result = await dnsProviders.check(settings, from);
  return { ...result, provider: dnsProviders.providerFor(settings, from).title };
}

function picked(body: Patch, isPicked: (key: string) => boolean): Patch {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => isPicked(key))
      .map(([key, value]) => [key, isUnset(value) ? null : value]),
  );
}

function isUnset(value: string | null | undefined): boolean {
  return value === null || value === undefined || value === "";
}

/** Throws `invalid` with a place for each value that can't be used. */
export async function refuseWrong(
  installation: Installation,
  cluster: ClusterRuntime,
  namespace: string,
  body: Patch,
): Promise<void> {
  const secretKeys = readMetadata(cluster, namespace)?.secretKeys ?? [];
  const wrong = Object.entries(body).flatMap(([key, value]) => problemsOf(key, value, secretKeys));
  const errors = wrong.length > 0 ? wrong : await addressProblems(installation, namespace, body);
  if (errors.length > 0) throw new ProblemError("invalid", errors[0]?.message ?? "", errors);
}

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

/**
 * Rejects an address that nothing would be sent to, while somebody looks at the field. Servers of DNS and CAs that the
 * installation names may be anywhere.
 */
async function addressProblems({ environment }: Installation, namespace: string, body: Patch) {
  const allowed = environment.LAMIA_ALLOWED_TARGETS;
  const isInstallations = namespace === environment.LAMIA_NAMESPACE;
  const { LAMIA_ACME_DIRECTORY, LAMIA_DNS_ENDPOINTS } = environment;
  const urlProblem = (value: string) => resolvedAddressProblem(value, { allowed });
  const unlessOwn = (own: string | undefined) => async (value: string) =>
    value.replace(/\/+$/, "") === own?.replace(/\/+$/, "") ? null : urlProblem(value);
  const checks: (readonly [key: string, problemOf: (value: string) => Promise<string | null>])[] = [
    ...notifyKeys.filter(({ kind }) => kind === "url").map(({ key }) => [key, urlProblem] as const),
    [acmeDnsKey.key, unlessOwn(LAMIA_DNS_ENDPOINTS["acme-dns"])],
    ...(isInstallations
      ? []
      : ([
          [
            "acme_ca",
            async (value) => (isNamedCa(directoryOf(value)) ? null : unlessOwn(LAMIA_ACME_DIRECTORY)(value)),
          ],
          [rfc2136Keys.server, (value) => serverProblem(value, allowed)],
        ] satisfies [string, (value: string) => Promise<string | null>][])),
  ];
  const problems = checks.map(async ([key, problemOf]) => {
    const value = Object.hasOwn(body, key) ? body[key] : null;
    const message = value ? await problemOf(value) : null;
    return message === null ? [] : [{ path: [key], message }];
  });
  return (await Promise.all(problems)).flat();
}

async function serverProblem(value: string, allowed: AllowedTargets): Promise<string | null> {
  const problems = serversOf(value).map(({ host }) => resolvedHostProblem(host, allowed));
  return (await Promise.all(problems)).find((problem) => problem !== null) ?? null;
}
