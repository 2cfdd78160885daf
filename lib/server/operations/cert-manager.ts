import { type CertManagerView, certManagerSchema, migrationRequestSchema } from "@/lib/api/cert-manager";
import { metadataSchema } from "@/lib/api/metadata";
import {
  type CertificateObject,
  type CertManagerObjects,
  type IssuerObject,
  madeFrom,
  readCertManager,
} from "@/lib/kubernetes/cert-manager/issuers";
import { patchMetadata } from "@/lib/kubernetes/objects/metadata";
import { settingsOfIssuer } from "@/lib/server/cert-manager/issuer-settings";
import { heldBy, reviewedSolvers, secretValues } from "@/lib/server/cert-manager/reviewed-solvers";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { operation } from "@/lib/server/http/operation";
import { ProblemError } from "@/lib/server/http/problem-error";
import type { Installation } from "@/lib/server/installation";
import { requireWritable } from "@/lib/server/saving/allowed";
import { metadataView } from "@/lib/server/views/metadata-view";
import { foreignSecrets } from "@/lib/server/views/tls-secrets";
import { patchInstallation, refuseWrong } from "./merge-metadata";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

const tag = "Metadata";
const path = "/virtual-clusters/{vc}/cert-manager";

export const readIssuers = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path,
  summary: texts.readIssuers,
  tag,
  params: virtualClusterParams,
  answer: certManagerSchema,
  async run({ params, cluster }): Promise<CertManagerView> {
    namespaceOf(cluster, params.vc);
    return viewOf(cluster, params.vc, await readCertManager(cluster));
  },
});

export const takeIssuerSettings = operation({
  method: "post",
  needs: ["admin", "virtual-cluster"],
  path,
  summary: texts.takeIssuerSettings,
  tag,
  params: virtualClusterParams,
  body: migrationRequestSchema,
  answer: metadataSchema,
  act: "metadata.taken-over",
  async run({ params: { vc }, body, cluster, installation }) {
    requireWritable(cluster, vc);
    const { kind, name, place } = body;
    const found = await readCertManager(cluster);
    const issuer = issuersFor(cluster, vc, found?.issuers ?? []).find(
      (each) =>
        kind === each.kind &&
        each.metadata.name === name &&
        (each.metadata.namespace ?? null) === body.namespace,
    );
    if (!issuer) throw new ProblemError("not-found", texts.noIssuer({ kind, name }));
    const reviewed = (await reviewedSolvers(cluster, vc, issuer))[body.solver];
    if (!reviewed) throw new ProblemError("not-found", texts.noSolver({ name }));
    const { view, settings } = reviewed;
    if (view.seen !== body.seen)
      throw new ProblemError(
        "conflict",
        texts.issuerChanged({ kind, name }),
        undefined,
        await viewOf(cluster, vc, found),
      );
    if (settings.obstacle !== null) throw new ProblemError("conflict", settings.obstacle);
    if (place === "installation" && !view.fitsInstallation)
      throw new ProblemError("conflict", texts.notForAll({ kind, name }));
    const values = Object.entries(secretValues(reviewed)).map(([key, value]) => [key, value.reveal()]);
    const secret: Record<string, string> = Object.fromEntries(values);
    if (place === "installation")
      await patchInstallation(installation, cluster, { ...settings.plain, ...secret });
    else await takeInto(installation, cluster, vc, { plain: settings.plain, secret });
    await installation.store.events.add([
      {
        at: new Date().toISOString(),
        level: "info",
        type: "cert-manager.taken",
        virtualCluster: vc,
        message: texts.issuerTaken({ kind, name, provider: settings.title, place }),
      },
    ]);
    return metadataView(cluster, vc);
  },
});

async function takeInto(
  installation: Installation,
  cluster: ClusterRuntime,
  vc: string,
  { plain, secret }: Record<"plain" | "secret", Record<string, string>>,
): Promise<void> {
  await refuseWrong(installation, cluster, vc, { ...plain, ...secret });
  // A value has one place: what was in the other one goes.
  const before = heldBy(cluster, vc);
  const movedPlain = Object.keys(secret).filter((key) => before.plain[key] !== undefined);
  const movedSecret = Object.keys(plain).filter((key) => before.secretKeys.includes(key));
  await patchMetadata(cluster, vc, {
    plain: { ...plain, ...Object.fromEntries(movedPlain.map((key) => [key, null])) },
    secret: { ...secret, ...Object.fromEntries(movedSecret.map((key) => [key, null])) },
  });
}

async function viewOf(
  cluster: ClusterRuntime,
  vc: string,
  found: CertManagerObjects | null,
): Promise<CertManagerView> {
  if (!found) return { installed: false, issuers: [], certificates: [] };
  const issuers = issuersFor(cluster, vc, found.issuers).map(async (issuer) => ({
    kind: issuer.kind,
    namespace: issuer.metadata.namespace ?? null,
    name: issuer.metadata.name,
    solvers: (await reviewedSolvers(cluster, vc, issuer)).map(({ view }) => view),
  }));
  return {
    installed: true,
    issuers: await Promise.all(issuers),
    certificates: certificatesFor(cluster, vc, found.certificates),
  };
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

/** Certificates of cert-manager whose Secrets gateways of the virtual cluster serve from, or did until a takeover. */
function certificatesFor(
  cluster: ClusterRuntime,
  vc: string,
  certificates: readonly CertificateObject[],
): CertManagerView["certificates"] {
  const secrets = new Map(
    foreignSecrets(cluster).map((secret) => [`${secret.namespace}/${secret.name}`, secret]),
  );
  return certificates.flatMap(({ metadata, spec }) => {
    const { namespace = "", name } = metadata;
    const secret = `${namespace}/${spec?.secretName ?? ""}`;
    const { uses = [], certManager } = secrets.get(secret) ?? {};
    if (!uses.some(({ virtualCluster }) => virtualCluster === vc)) return [];
    const current = uses.filter(({ use }) => use !== "replaced");
    const own = current.filter(({ virtualCluster }) => virtualCluster === vc);
    const gateways = [...new Set(own.map(({ gateway }) => gateway))];
    return [
      {
        ...{ namespace, name, secret, gateways },
        isUsedElsewhere: current.length > own.length,
        madeFrom: madeFrom(metadata),
        ownsSecret: certManager?.ownsSecret === true,
      },
    ];
  });
}
