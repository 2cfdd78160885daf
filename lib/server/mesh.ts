import { runChecks } from "@/lib/istio/rules";
import type { Finding } from "@/lib/istio/rules/finding";
import type { MeshSnapshot, SecretSummary } from "@/lib/istio/rules/snapshot";
import { certificateInfo } from "@/lib/kubernetes/certificate-info";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import { type Kind, kindNames } from "@/lib/kubernetes/kinds";
import { decoded, type SecretObject } from "@/lib/kubernetes/secret-object";

/** What the checks see, and what they find: computed when asked, and only anew when the cluster has changed. */
export interface Mesh {
  snapshot(): MeshSnapshot;
  findings(): readonly Finding[];
  findingsOf(kind: string, namespace: string, name: string): readonly Finding[];
}

export function meshOf(cache: Pick<ClusterCache, "list">, vaultNamespace: string): Mesh {
  const watched: Kind[] = kindNames;
  let from: readonly unknown[] = [];
  let snapshot: MeshSnapshot | null = null;
  let findings: readonly Finding[] | null = null;
  let byObject: Map<string, Finding[]> | null = null;

  /** The cache gives the same array until something of the kind changes. */
  function fresh(): void {
    const now = watched.map((kind) => cache.list(kind));
    if (now.every((list, index) => list === from[index])) return;
    from = now;
    snapshot = null;
    findings = null;
    byObject = null;
  }

  function currentSnapshot(): MeshSnapshot {
    fresh();
    snapshot ??= snapshotOf(cache, vaultNamespace);
    return snapshot;
  }

  function currentFindings(): readonly Finding[] {
    const seen = currentSnapshot();
    findings ??= runChecks(seen);
    return findings;
  }

  return {
    snapshot: currentSnapshot,
    findings: currentFindings,
    findingsOf(kind, namespace, name) {
      const all = currentFindings();
      byObject ??= Map.groupBy(all, ({ object }) => `${object.kind} ${object.namespace}/${object.name}`);
      return byObject.get(`${kind} ${namespace}/${name}`) ?? [];
    },
  };
}

function snapshotOf(cache: Pick<ClusterCache, "list">, vaultNamespace: string): MeshSnapshot {
  // The cache's objects are frozen JSON of the API server; the checks' types are the same objects, seen structurally.
  const list = <T>(kind: Kind) => cache.list(kind) as unknown as T[];
  return {
    namespaces: cache
      .list("Namespace")
      .map(({ metadata }) => ({ name: metadata.name, labels: metadata.labels ?? {} })),
    gateways: list("Gateway"),
    virtualServices: list("VirtualService"),
    destinationRules: list("DestinationRule"),
    serviceEntries: list("ServiceEntry"),
    services: list("Service"),
    workloads: cache.list("Deployment").map(({ metadata, spec }) => ({
      kind: "Deployment" as const,
      namespace: metadata.namespace ?? "",
      name: metadata.name,
      podLabels: spec?.template?.metadata?.labels ?? {},
    })),
    secrets: cache
      .list("Secret")
      .filter((secret) => secret.metadata.namespace !== vaultNamespace)
      .flatMap(summaryOf),
    onlyOwnSecrets: true,
  };
}

function summaryOf({ metadata, data }: SecretObject): SecretSummary[] {
  const chain = data["tls.crt"];
  if (chain === undefined) return [];
  const info = certificateInfo(decoded(chain));
  const { namespace = "", name } = metadata;
  return [{ namespace, name, ...(info ? { certificate: { names: info.names, serial: info.serial } } : {}) }];
}
