import {
  type MetadataCheck,
  metadataCheckRequestSchema,
  metadataCheckSchema,
  metadataPatchSchema,
  metadataSchema,
  notificationTestSchema,
} from "@/lib/api/metadata";
import { chooseProvider } from "@/lib/dns/choose-provider";
import type { Metadata, ProviderSource } from "@/lib/dns/provider-definition";
import { chooseRegistrars } from "@/lib/dns/registrars/registry";
import { asFailure } from "@/lib/gateway/failure";
import { patchMetadata, readMetadata } from "@/lib/kubernetes/objects/metadata";
import { SecretText } from "@/lib/model/secret-text";
import { send } from "@/lib/notify/send";
import { sinks } from "@/lib/notify/sinks";
import { operation } from "@/lib/server/http/operation";
import { ProblemError } from "@/lib/server/http/problem-error";
import type { Installation } from "@/lib/server/installation";
import { notifySettings } from "@/lib/server/notify/deliveries";
import { requireManaged } from "@/lib/server/saving/allowed";
import { installationMetadataView, metadataView, wellKnownKey } from "@/lib/server/views/metadata-view";
import { isUnset, type Patch, patchInstallation, picked, refuseWrong } from "./merge-metadata";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

const tag = "Metadata";
const path = "/virtual-clusters/{vc}/metadata";
const installationPath = "/installation/metadata";

export const readMetadataOperation = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
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
  needs: ["admin", "virtual-cluster"],
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
  needs: ["admin", "virtual-cluster"],
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
    const stored = await cluster.worlds.providerSettings(params.vc);
    const known = { ...stored, own: merged(stored.own, body.changes) };
    const { settings, from } = chooseProvider(known);
    if (body.registrar === undefined) return checked(installation, settings, from);
    const choice = chooseRegistrars(known, from);
    return installation.registrars.checked(body.registrar, choice.settings, choice.from);
  },
});

export const sendTestNotification = operation({
  method: "post",
  needs: ["admin", "virtual-cluster"],
  path: `${path}/test-notification`,
  summary: texts.sendTest,
  tag,
  params: virtualClusterParams,
  body: notificationTestSchema,
  answer: metadataCheckSchema,
  act: "notification.tested",
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
  needs: ["viewer", "installation"],
  path: installationPath,
  summary: texts.readInstallationMetadata,
  tag,
  answer: metadataSchema,
  run: ({ cluster }) => installationMetadataView(cluster),
});

export const patchInstallationMetadata = operation({
  method: "patch",
  needs: ["admin", "installation"],
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

export const checkInstallationMetadata = operation({
  method: "post",
  needs: ["admin", "installation"],
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
    if (body.registrar !== undefined)
      return installation.registrars.checked(body.registrar, settings, "installation");
    return checked(installation, settings, "installation");
  },
});

/** The settings as they would be once the changes are stored. */
function merged(settings: Metadata, changes: Patch): Metadata {
  const next = Object.entries(changes).map(([key, value]) => {
    if (isUnset(value) || value === null) return [key, undefined] as const;
    return [key, wellKnownKey(key)?.secret ? new SecretText(value) : value] as const;
  });
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
