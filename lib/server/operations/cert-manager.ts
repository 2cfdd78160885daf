import { type CertManagerView, certManagerSchema, migrationRequestSchema } from "@/lib/api/cert-manager";
import { metadataSchema } from "@/lib/api/metadata";
import { asFailure } from "@/lib/gateway/failure";
import {
  type CertificateObject,
  type IssuerObject,
  readCertManager,
  secretNamespaceOf,
  valueOfSecret,
} from "@/lib/kubernetes/cert-manager/issuers";
import { type Metadata, patchMetadata, readMetadata } from "@/lib/kubernetes/objects/metadata";
import { type IssuerSettings, settingsOfIssuer } from "@/lib/server/cert-manager/issuer-settings";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { operation } from "@/lib/server/http/operation";
import { ProblemError } from "@/lib/server/http/problem-error";
import { requireWritable } from "@/lib/server/saving/allowed";
import { metadataView, wellKnownKey } from "@/lib/server/views/metadata-view";
import { foreignSecrets } from "@/lib/server/views/tls-secrets";
import { refuseWrong } from "./metadata";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

const tag = "Metadata";
const path = "/virtual-clusters/{vc}/cert-manager";

export const readIssuers = operation({
  method: "get",
  path,
  summary: texts.readIssuers,
  tag,
  params: virtualClusterParams,
  answer: certManagerSchema,
  async run({ params, cluster }): Promise<CertManagerView> {
    namespaceOf(cluster, params.vc);
    const found = await readCertManager(cluster);
    if (!found) return { installed: false, issuers: [], certificates: [] };
    return {
      installed: true,
      issuers: issuersFor(cluster, params.vc, found.issuers).map((issuer) =>
        issuerView(cluster, params.vc, issuer),
      ),
      certificates: certificatesFor(cluster, params.vc, found.certificates),
    };
  },
});

export const takeIssuerSettings = operation({
  method: "post",
  path,
  summary: texts.takeIssuerSettings,
  tag,
  params: virtualClusterParams,
  body: migrationRequestSchema,
  answer: metadataSchema,
  async run({ params: { vc }, body, cluster, installation }) {
    requireWritable(cluster, vc);
    const found = await readCertManager(cluster);
    const issuer = issuersFor(cluster, vc, found?.issuers ?? []).find(
      ({ kind, metadata }) =>
        kind === body.kind && metadata.name === body.name && (metadata.namespace ?? null) === body.namespace,
    );
    if (!issuer) throw new ProblemError("not-found", texts.noIssuer({ kind: body.kind, name: body.name }));
    if (issuer.metadata.resourceVersion !== body.resourceVersion)
      throw new ProblemError("conflict", texts.issuerChanged({ kind: body.kind, name: body.name }));
    const settings = settingsOfIssuer(issuer.spec)?.[body.solver];
    if (!settings) throw new ProblemError("not-found", texts.noSolver({ name: body.name }));
    if (settings.obstacle !== null) throw new ProblemError("conflict", settings.obstacle);
    const secret = await secretValues(cluster, issuer, settings);
    await refuseWrong(installation, cluster, vc, { ...settings.plain, ...secret });
    // A value has one place: what was in the other one goes.
    const before = heldBy(cluster, vc);
    const movedPlain = Object.keys(secret).filter((key) => before.plain[key] !== undefined);
    const movedSecret = Object.keys(settings.plain).filter((key) => before.secretKeys.includes(key));
    await patchMetadata(cluster, vc, {
      plain: { ...settings.plain, ...Object.fromEntries(movedPlain.map((key) => [key, null])) },
      secret: { ...secret, ...Object.fromEntries(movedSecret.map((key) => [key, null])) },
    });
    await installation.store.events.add([
      {
        at: new Date().toISOString(),
        level: "info",
        type: "cert-manager.taken",
        virtualCluster: vc,
        message: texts.issuerTaken({ kind: body.kind, name: body.name, provider: settings.title }),
      },
    ]);
    return metadataView(cluster, vc);
  },
});

function heldBy(cluster: ClusterRuntime, vc: string): Pick<Metadata, "plain" | "secretKeys"> {
  return readMetadata(cluster, vc) ?? { plain: {}, secretKeys: [] };
}

/** ClusterIssuers, and the Issuers where the virtual cluster or the ingress of its gateways is. */
function issuersFor(cluster: ClusterRuntime, vc: string, issuers: readonly IssuerObject[]): IssuerObject[] {
  const namespaces = namespacesOf(cluster, vc);
  return issuers.filter(
    ({ kind, metadata, spec }) =>
      settingsOfIssuer(spec) !== null &&
      (kind === "ClusterIssuer" || namespaces.has(metadata.namespace ?? "")),
  );
}

function namespacesOf(cluster: ClusterRuntime, vc: string): ReadonlySet<string> {
  const lookups = cluster.mesh.lookups();
  const gateways = cluster.mesh.snapshot().gateways.filter(({ metadata }) => metadata.namespace === vc);
  return new Set([vc, ...gateways.flatMap((gateway) => lookups.ingressOf(gateway).namespaces)]);
}

function issuerView(
  cluster: ClusterRuntime,
  vc: string,
  issuer: IssuerObject,
): CertManagerView["issuers"][number] {
  const { kind, metadata, spec } = issuer;
  const held = heldBy(cluster, vc);
  const isSet = (key: string) => held.plain[key] !== undefined || held.secretKeys.includes(key);
  const labelOf = (key: string) => wellKnownKey(key)?.label ?? key;
  const namespace = secretNamespaceOf(cluster, issuer);
  return {
    kind,
    namespace: metadata.namespace ?? null,
    name: metadata.name,
    resourceVersion: metadata.resourceVersion ?? "",
    solvers: (settingsOfIssuer(spec) ?? []).map(({ title, plain, secret, left, obstacle }, index) => ({
      ...{ index, title, left, obstacle },
      settings: [
        ...Object.entries(plain).map(([key, value]) => ({
          ...{ key, label: labelOf(key), value, from: null },
          replaces: isSet(key) && held.plain[key] !== value,
        })),
        ...Object.entries(secret).map(([key, { name, key: of }]) => ({
          ...{ key, label: labelOf(key), value: null, from: { secret: `${namespace}/${name}`, key: of } },
          replaces: isSet(key),
        })),
      ],
    })),
  };
}

/** Certificates of cert-manager whose Secrets gateways of the virtual cluster serve from, or did until a takeover. */
function certificatesFor(
  cluster: ClusterRuntime,
  vc: string,
  certificates: readonly CertificateObject[],
): CertManagerView["certificates"] {
  const secrets = new Map(
    foreignSecrets(cluster).map((secret) => [`${secret.namespace}/${secret.name}`, secret.uses]),
  );
  return certificates.flatMap(({ metadata: { namespace = "", name }, spec }) => {
    const secret = `${namespace}/${spec?.secretName ?? ""}`;
    const uses = secrets.get(secret) ?? [];
    if (!uses.some(({ virtualCluster }) => virtualCluster === vc)) return [];
    const current = uses.filter(({ use }) => use !== "replaced");
    const own = current.filter(({ virtualCluster }) => virtualCluster === vc);
    const gateways = [...new Set(own.map(({ gateway }) => gateway))];
    return [{ namespace, name, secret, gateways, isUsedElsewhere: current.length > own.length }];
  });
}

/** Read on the server, for the Secret of the metadata only. */
async function secretValues(
  cluster: ClusterRuntime,
  issuer: IssuerObject,
  { secret }: IssuerSettings,
): Promise<Record<string, string>> {
  const namespace = secretNamespaceOf(cluster, issuer);
  const values = await Promise.all(
    Object.entries(secret).map(async ([key, from]) => {
      const value = await valueOfSecret(cluster, { namespace, ...from }).catch((thrown: unknown) => {
        const { message, remedy = "" } = asFailure(thrown);
        throw new ProblemError("conflict", `${message} ${remedy}`.trim());
      });
      return [key, value] as const;
    }),
  );
  return Object.fromEntries(values);
}
