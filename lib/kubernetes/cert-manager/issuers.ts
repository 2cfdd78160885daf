import { asFailure, Failure } from "@/lib/gateway/failure";
import { failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { listAllOf } from "@/lib/kubernetes/client/list-all";
import { kinds, type Resource } from "@/lib/kubernetes/objects/kinds";
import { decoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { KubernetesObject } from "@/lib/model/object";
import { SecretText } from "@/lib/model/secret-text";
import { texts } from "../texts";

export interface IssuerObject extends KubernetesObject {
  kind: "Issuer" | "ClusterIssuer";
  spec?: unknown;
}

export interface CertificateObject extends KubernetesObject {
  spec?: { secretName?: string; dnsNames?: string[]; issuerRef?: { name?: string; kind?: string } };
}

const certManager = { group: "cert-manager.io", version: "v1" } as const;

/** Kinds that Lamia only reads, when somebody asks: a cluster without cert-manager doesn't serve them. */
const resources = {
  Issuer: { ...certManager, plural: "issuers", namespaced: true },
  ClusterIssuer: { ...certManager, plural: "clusterissuers", namespaced: false },
  Certificate: { ...certManager, plural: "certificates", namespaced: true },
} as const satisfies Record<string, Resource>;

interface Cluster {
  client: Pick<ClusterClient, "send" | "find">;
  cache: Pick<ClusterCache, "get" | "list">;
}

export interface CertManagerObjects {
  issuers: IssuerObject[];
  certificates: CertificateObject[];
}

/** All issuers and Certificates; null if the cluster doesn't know these kinds. Throws what the API server refuses. */
export async function readCertManager({ client }: Cluster): Promise<CertManagerObjects | null> {
  const [issuers, clusterIssuers, certificates] = await Promise.all([
    list<IssuerObject>(client, "Issuer"),
    list<IssuerObject>(client, "ClusterIssuer"),
    list<CertificateObject>(client, "Certificate"),
  ]);
  if (!issuers || !clusterIssuers || !certificates) return null;
  return { issuers: [...clusterIssuers, ...issuers], certificates };
}

/** One Certificate, with the same permission as all of them; null if it isn't there. */
export async function readCertificate(
  { client }: Pick<Cluster, "client">,
  { namespace, name }: { namespace: string; name: string },
): Promise<CertificateObject | null> {
  const selection = { namespace, fieldSelector: `metadata.name=${name}` };
  const found = await list<CertificateObject>(client, "Certificate", selection);
  return found?.find(({ metadata }) => metadata.name === name) ?? null;
}

/** Null if the cluster doesn't know the kind. */
async function list<Item extends KubernetesObject>(
  client: Cluster["client"],
  kind: keyof typeof resources,
  selection: Parameters<typeof listAllOf>[2] = {},
): Promise<Item[] | null> {
  const resource = resources[kind];
  const listed = await listAllOf(client, { kind, resource }, selection);
  if (!("status" in listed)) return listed.items.map((item) => ({ ...item, kind }) as unknown as Item);
  if (listed.status === 404) return null;
  throw failureOfReply({ verb: "list", resource }, listed);
}

/** What cert-manager makes a Certificate from, and would make it from again: an Ingress, or a Gateway of the Gateway API. */
export interface MadeFrom {
  kind: string;
  name: string;
}

/** https://cert-manager.io/docs/usage/ingress/, https://cert-manager.io/docs/usage/gateway/ */
export function madeFrom({ ownerReferences = [] }: KubernetesObject["metadata"]): MadeFrom | null {
  const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
  return owner ? { kind: owner.kind, name: owner.name } : null;
}

/** cert-manager's controller, by the labels of its chart. */
const controller = { "app.kubernetes.io/name": "cert-manager", "app.kubernetes.io/component": "controller" };
const usualNamespace = "cert-manager";
const argument = "--cluster-resource-namespace=";

/**
 * Where the Secrets of an issuer are: an Issuer's in its own namespace, a ClusterIssuer's in the cluster resource
 * namespace, which is that of the controller unless its arguments name another.
 * https://cert-manager.io/docs/configuration/#cluster-resource-namespace
 */
export function secretNamespaceOf(
  { cache }: Pick<Cluster, "cache">,
  { kind, metadata }: IssuerObject,
): string {
  if (kind === "Issuer") return metadata.namespace ?? "";
  const found = cache.list("Deployment").find(({ metadata: { labels = {}, namespace = "" } }) => {
    // Whoever writes Deployments in a virtual cluster doesn't decide which Secrets others get.
    const home = cache.get("Namespace", null, namespace);
    if (!home || isVirtualCluster(home)) return false;
    return Object.entries(controller).every(([label, value]) => labels[label] === value);
  });
  const containers = (found?.spec?.template?.spec as { containers?: { args?: string[] }[] } | undefined)
    ?.containers;
  const named = containers
    ?.flatMap(({ args = [] }) => args)
    .find((each) => each.startsWith(argument))
    ?.slice(argument.length);
  // The chart's default is a variable with the pod's own namespace.
  if (named && !named.startsWith("$")) return named;
  return found?.metadata.namespace ?? usualNamespace;
}

interface SecretPlace {
  namespace: string;
  name: string;
}

/** A Secret that an issuer names, for use on the server only; null if it isn't there. Throws what the API server refuses. */
export async function secretOfIssuer(
  { client }: Pick<Cluster, "client">,
  { namespace, name }: SecretPlace,
): Promise<WholeSecret | null> {
  const secret = `${namespace}/${name}`;
  return client
    .find<WholeSecret>({ verb: "get", resource: kinds.Secret, namespace, name, isOptional: true })
    .catch((thrown: unknown) => {
      const { kind, message } = asFailure(thrown);
      throw new Failure(kind, message, { remedy: texts.allowSecretOfIssuer({ secret }) });
    });
}

/** One value of the Secret, which nothing prints. Throws `unconfigured`, which names the place, never the value. */
export function valueIn(
  secret: WholeSecret | null,
  { namespace, name }: SecretPlace,
  key: string,
): SecretText {
  const value = secret?.data?.[key];
  if (value === undefined)
    throw new Failure("unconfigured", texts.noSecretOfIssuer({ secret: `${namespace}/${name}`, key }), {
      remedy: texts.correctIssuer,
    });
  return new SecretText(decoded(value).trim());
}
