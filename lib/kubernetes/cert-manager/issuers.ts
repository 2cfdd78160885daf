import { asFailure, Failure } from "@/lib/gateway/failure";
import { failureOfReply, isRecord } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds, type Resource } from "@/lib/kubernetes/objects/kinds";
import { decoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { KubernetesObject } from "@/lib/model/object";
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

async function list<Item extends KubernetesObject>(
  client: Cluster["client"],
  kind: keyof typeof resources,
): Promise<Item[] | null> {
  const call = { verb: "list", resource: resources[kind] } as const;
  const reply = await client.send(call);
  if (reply.status === 404) return null;
  if (reply.status >= 300) throw failureOfReply(call, reply);
  const items = isRecord(reply.body) && Array.isArray(reply.body.items) ? reply.body.items : [];
  // Items of a list don't repeat its kind.
  return items.map((item: object) => ({ ...item, kind }) as unknown as Item);
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

/** One value of a Secret, for use on the server only. Throws `unconfigured`, which names the place, never the value. */
export async function valueOfSecret(
  { client }: Pick<Cluster, "client">,
  { namespace, name, key }: { namespace: string; name: string; key: string },
): Promise<string> {
  const place = `${namespace}/${name}`;
  const secret = await client
    .find<WholeSecret>({ verb: "get", resource: kinds.Secret, namespace, name })
    .catch((thrown: unknown) => {
      const { kind, message } = asFailure(thrown);
      throw new Failure(kind, message, { remedy: texts.allowSecretOfIssuer({ secret: place }) });
    });
  const value = secret?.data?.[key];
  if (value === undefined)
    throw new Failure("unconfigured", texts.noSecretOfIssuer({ secret: place, key }), {
      remedy: texts.correctIssuer,
    });
  return decoded(value).trim();
}
