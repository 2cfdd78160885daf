import { checks } from "@/lib/istio/rules";
import { type CheckedMesh, checkedMesh } from "@/lib/istio/rules/checked-mesh";
import type { Finding } from "@/lib/istio/rules/finding";
import type { Mesh as Lookups } from "@/lib/istio/rules/mesh";
import { type Change, type Preview, previewChange } from "@/lib/istio/rules/preview";
import type { MeshSnapshot, NamespaceSummary, SecretSummary, Workload } from "@/lib/istio/rules/snapshot";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import { type DeploymentObject, type Kind, kindNames, type NamespaceObject } from "@/lib/kubernetes/kinds";
import type { SecretObject } from "@/lib/kubernetes/secret-object";
import type { MeshCredentials } from "./mesh-credentials";
import { secretSummary } from "./mesh-secret";

type Cache = Pick<ClusterCache, "list">;

/** What the checks see, and what they find: brought up to date when asked, as far as the cluster has changed. */
export interface Mesh {
  snapshot(): MeshSnapshot;
  /** The snapshot with its indexes; right until the cluster changes. */
  lookups(): Lookups;
  findings(): readonly Finding[];
  findingsOf(kind: string, namespace: string, name: string): readonly Finding[];
  /** What a change would do to the findings. */
  preview(change: Change): Preview;
  /** Looks whether the Secrets are there that a Gateway (as in `change`) takes its certificates from. */
  lookUpCredentials(change: Change): Promise<void>;
}

export function meshOf(cache: Cache, vaultNamespace: string, credentials?: MeshCredentials): Mesh {
  const isWatched = ({ metadata }: SecretObject) => metadata.namespace !== vaultNamespace;
  let from: readonly unknown[] = [];
  let snapshot: MeshSnapshot | null = null;
  let checked: CheckedMesh | null = null;

  /** The cache gives the same array until something of the kind changes. */
  function currentSnapshot(): MeshSnapshot {
    const now = [...kindNames.map((kind) => cache.list(kind)), credentials?.known()];
    if (snapshot && now.every((list, index) => list === from[index])) return snapshot;
    from = now;
    snapshot = snapshotOf(cache, isWatched, credentials?.known() ?? []);
    return snapshot;
  }

  function current(): CheckedMesh {
    const seen = currentSnapshot();
    if (checked) checked.update(seen);
    else checked = checkedMesh(checks, seen);
    credentials?.want(seen, checked.mesh);
    return checked;
  }

  return {
    snapshot: currentSnapshot,
    lookups: () => current().mesh,
    findings: () => current().findings(),
    findingsOf: (kind, namespace, name) => current().findingsOf({ kind, namespace, name }),
    preview: (change) => previewChange(current(), currentSnapshot(), change),
    async lookUpCredentials({ apply = [] }) {
      const gateways = apply.filter((object) => object.kind === "Gateway");
      await credentials?.lookUp(gateways, current().mesh);
    },
  };
}

function snapshotOf(
  cache: Cache,
  isWatched: (secret: SecretObject) => boolean,
  others: readonly SecretSummary[],
): MeshSnapshot {
  // The cache's objects are frozen JSON of the API server; the checks' types are the same objects, seen structurally.
  const list = <T>(kind: Kind) => cache.list(kind) as unknown as T[];
  const own = cache.list("Secret").filter(isWatched).flatMap(secretOf);
  const known = new Set(own.map(({ namespace, name }) => `${namespace}/${name}`));
  return {
    namespaces: summaries(cache.list("Namespace"), namespaceOf),
    gateways: list("Gateway"),
    virtualServices: list("VirtualService"),
    destinationRules: list("DestinationRule"),
    serviceEntries: list("ServiceEntry"),
    services: list("Service"),
    workloads: summaries(cache.list("Deployment"), workloadOf),
    secrets: [...own, ...others.filter(({ namespace, name }) => !known.has(`${namespace}/${name}`))],
    onlyOwnSecrets: true,
  };
}

/** What was made of a list of the cache stays as long as the list does. */
const made = new WeakMap<readonly object[], unknown[]>();

function summaries<Item extends object, Summary>(
  list: readonly Item[],
  of: (item: Item) => Summary,
): Summary[] {
  const before = made.get(list) as Summary[] | undefined;
  if (before) return before;
  const summary = list.map(of);
  made.set(list, summary);
  return summary;
}

function namespaceOf({ metadata }: NamespaceObject): NamespaceSummary {
  return { name: metadata.name, labels: metadata.labels ?? {} };
}

function workloadOf({ metadata, spec }: DeploymentObject): Workload {
  const podLabels = spec?.template?.metadata?.labels ?? {};
  return { kind: "Deployment", namespace: metadata.namespace ?? "", name: metadata.name, podLabels };
}

function secretOf(secret: SecretObject): SecretSummary[] {
  return secret.data["tls.crt"] === undefined ? [] : [secretSummary(secret)];
}
