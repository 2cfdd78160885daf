import { createHash } from "node:crypto";
import {
  type CertManagerView,
  certManagerSchema,
  type IssuerView,
  migrationRequestSchema,
} from "@/lib/api/cert-manager";
import { metadataSchema } from "@/lib/api/metadata";
import { asFailure, Failure } from "@/lib/gateway/failure";
import {
  type CertificateObject,
  type CertManagerObjects,
  type IssuerObject,
  madeFrom,
  readCertManager,
  secretNamespaceOf,
  secretOfIssuer,
  valueIn,
} from "@/lib/kubernetes/cert-manager/issuers";
import { type Metadata, patchMetadata, readMetadata } from "@/lib/kubernetes/objects/metadata";
import type { WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { type IssuerSettings, settingsOfIssuer } from "@/lib/server/cert-manager/issuer-settings";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { operation } from "@/lib/server/http/operation";
import { ProblemError } from "@/lib/server/http/problem-error";
import type { Installation } from "@/lib/server/installation";
import { requireWritable } from "@/lib/server/saving/allowed";
import { metadataView, sharedKeys, wellKnownKey } from "@/lib/server/views/metadata-view";
import { foreignSecrets } from "@/lib/server/views/tls-secrets";
import { patchInstallation, refuseWrong } from "./metadata";
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
    return viewOf(cluster, params.vc, await readCertManager(cluster));
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
    const secret = secretValues(reviewed);
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

type Held = Pick<Metadata, "plain" | "secretKeys">;

function heldBy(cluster: ClusterRuntime, namespace: string): Held {
  return readMetadata(cluster, namespace) ?? { plain: {}, secretKeys: [] };
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

/** A solver as it is now, with what its Secrets hold. */
interface Reviewed {
  view: IssuerView["solvers"][number];
  settings: IssuerSettings;
  namespace: string;
  /** By name, with the reason for those that can't be read. */
  secrets: ReadonlyMap<string, WholeSecret | null | Failure>;
}

/**
 * The solvers of an issuer, in its order. `seen` stands for what a user reviews of one: where each value comes from and
 * goes, and which state of the Secrets would be copied.
 */
async function reviewedSolvers(
  cluster: ClusterRuntime,
  vc: string,
  issuer: IssuerObject,
): Promise<Reviewed[]> {
  const { kind, metadata, spec } = issuer;
  const namespace = secretNamespaceOf(cluster, issuer);
  const held = {
    virtualCluster: heldBy(cluster, vc),
    installation: heldBy(cluster, cluster.installation.environment.LAMIA_NAMESPACE),
  };
  const replaced = (isReplaced: (held: Held) => boolean) => ({
    virtualCluster: isReplaced(held.virtualCluster),
    installation: isReplaced(held.installation),
  });
  const isSet = (key: string, { plain, secretKeys }: Held) =>
    plain[key] !== undefined || secretKeys.includes(key);
  const solvers = (settingsOfIssuer(spec) ?? []).map(async (settings, index): Promise<Reviewed> => {
    const { title, plain, secret, left, obstacle } = settings;
    const names = [...new Set(Object.values(secret).map(({ name }) => name))].sort();
    const secrets = new Map(
      await Promise.all(
        names.map(async (name) => {
          const found = await secretOfIssuer(cluster, { namespace, name }).catch(asFailure);
          return [name, found] as const;
        }),
      ),
    );
    const taken = [
      ...Object.entries(plain).map(([key, value]) => ({
        ...{ key, label: labelOf(key), value, from: null },
        replaces: replaced((held) => isSet(key, held) && held.plain[key] !== value),
      })),
      ...Object.entries(secret).map(([key, { name, key: of }]) => ({
        ...{ key, label: labelOf(key), value: null, from: { secret: `${namespace}/${name}`, key: of } },
        replaces: replaced((held) => isSet(key, held)),
      })),
    ];
    const fitsInstallation = kind === "ClusterIssuer" && taken.every(({ key }) => isSharedKey(key));
    const shown = { index, title, settings: taken, left, obstacle, fitsInstallation };
    const states = [...secrets].map(([name, found]) =>
      found === null || found instanceof Failure
        ? [name, found?.kind ?? null]
        : [name, found.metadata.uid, found.metadata.resourceVersion],
    );
    const seen = digestOf([kind, metadata.uid, shown, states]);
    return { view: { ...shown, seen }, settings, namespace, secrets };
  });
  return Promise.all(solvers);
}

function labelOf(key: string): string {
  return wellKnownKey(key)?.label ?? key;
}

function isSharedKey(key: string): boolean {
  return sharedKeys.some((shared) => shared.key === key);
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
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

/** For the Secret of the metadata only. Throws a conflict if one isn't there. */
function secretValues({ settings, namespace, secrets }: Reviewed): Record<string, string> {
  const values = Object.entries(settings.secret).map(([key, { name, key: of }]) => {
    const found = secrets.get(name) ?? null;
    try {
      if (found instanceof Failure) throw found;
      return [key, valueIn(found, { namespace, name }, of)] as const;
    } catch (thrown) {
      const { message, remedy = "" } = asFailure(thrown);
      throw new ProblemError("conflict", `${message} ${remedy}`.trim());
    }
  });
  return Object.fromEntries(values);
}
