import { setImmediate } from "node:timers/promises";
import { checks } from "@/lib/istio/rules";
import { type CheckedMesh, checkedMesh } from "@/lib/istio/rules/checked-mesh";
import type { Finding, Tally } from "@/lib/istio/rules/finding";
import type { Mesh as Lookups } from "@/lib/istio/rules/mesh/mesh";
import {
  emptySnapshot,
  type MeshSnapshot,
  type NamespaceSummary,
  type SecretSummary,
  type Workload,
  workloadOf,
} from "@/lib/istio/rules/mesh/snapshot";
import { type Change, type Preview, previewChange } from "@/lib/istio/rules/preview";
import { type IngressPods, type NamedPodSet, workloadsOf } from "@/lib/kubernetes/gateways/ingresses";
import {
  type Kind,
  kindNames,
  type NamespaceObject,
  type WorkloadObject,
} from "@/lib/kubernetes/objects/kinds";
import type { SecretObject } from "@/lib/kubernetes/objects/secret-object";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { secretSummary } from "./looked-up-secret";
import type { MeshCredentials } from "./mesh-credentials";

type Cache = Pick<ClusterCache, "list">;

/** How often other work gets its turn while much has changed. */
const sliceMs = 15;

/**
 * What the checks see and find, brought up to date on demand, as far as the cluster has changed. This happens all
 * at once, which takes seconds for a large cluster that is new. Callers that can wait call `catchUp` first.
 */
export interface Mesh {
  /**
   * Brings the checks up to date, in slices between which others work. A failure reaches whoever asks afterwards.
   */
  catchUp(): Promise<void>;
  /** Does so as soon as the cluster is known, so that no page has to wait for the first full check. */
  prepare(known: Promise<void>): Promise<void>;
  isPrepared(): boolean;
  snapshot(): MeshSnapshot;
  /** The snapshot with its indexes; valid until the cluster changes. */
  lookups(): Lookups;
  findings(): readonly Finding[];
  /** How many findings there are. */
  tally(): Tally;
  findingsOf(kind: string, namespace: string, name: string): readonly Finding[];
  /** What a change would do to the findings. */
  preview(change: Change): Preview;
  /** Reads whether the Secrets exist that a Gateway (as in `change`) takes its certificates from. */
  lookUpCredentials(change: Change): Promise<void>;
}

export function meshOf(
  cache: Cache,
  vaultNamespace: string,
  credentials?: MeshCredentials,
  pods?: Pick<IngressPods, "known">,
): Mesh {
  const isWatched = ({ metadata }: SecretObject) => metadata.namespace !== vaultNamespace;
  const checked = checkedMesh(checks, { ...emptySnapshot(), onlyOwnSecrets: true });
  let from: readonly unknown[] = [];
  let snapshot: MeshSnapshot | null = null;
  let catchingUp: Promise<void> | null = null;
  let isPrepared = false;

  /** The cache returns the same array until something of the kind changes. */
  function currentSnapshot(): MeshSnapshot {
    const now = [...kindNames.map((kind) => cache.list(kind)), credentials?.known(), pods?.known()];
    if (snapshot && now.every((list, index) => list === from[index])) return snapshot;
    from = now;
    const others = { secrets: credentials?.known() ?? [], pods: pods?.known() ?? [] };
    snapshot = snapshotOf(cache, isWatched, others);
    return snapshot;
  }

  function current(): CheckedMesh {
    const seen = currentSnapshot();
    checked.update(seen);
    credentials?.want(seen, checked.mesh);
    return checked;
  }

  async function inSlices(): Promise<void> {
    for (let isWhole = false; !isWhole; ) {
      isWhole = true;
      const steps = checked.updateInSteps(currentSnapshot());
      let since = performance.now();
      while (!steps.next().done) {
        if (performance.now() - since < sliceMs) continue;
        await setImmediate();
        since = performance.now();
        // The cluster may have changed in the meantime.
        isWhole = false;
      }
      // This many changes are worth a turn for sorting, too.
      if (!isWhole) checked.findings();
    }
  }

  function catchUp(): Promise<void> {
    catchingUp ??= inSlices()
      .catch(() => {})
      .finally(() => {
        catchingUp = null;
      });
    return catchingUp;
  }

  return {
    catchUp,
    async prepare(known) {
      await known;
      await catchUp();
      isPrepared = true;
    },
    isPrepared: () => isPrepared,
    snapshot: currentSnapshot,
    lookups: () => current().mesh,
    findings: () => current().findings(),
    tally: () => current().tally(),
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
  others: { secrets: readonly SecretSummary[]; pods: readonly NamedPodSet[] },
): MeshSnapshot {
  // The cache's objects are frozen JSON of the API server; the checks' types describe the same objects.
  const list = <T>(kind: Kind) => cache.list(kind) as T[];
  const own = secretsOf(cache.list("Secret").filter(isWatched));
  const known = new Set(own.map(({ namespace, name }) => `${namespace}/${name}`));
  return {
    namespaces: namespacesOf(cache.list("Namespace")),
    gateways: list("Gateway"),
    virtualServices: list("VirtualService"),
    destinationRules: list("DestinationRule"),
    serviceEntries: list("ServiceEntry"),
    services: list("Service"),
    workloads: [...summariesOfWorkloads(workloadsOf(cache)), ...summariesOfPods(others.pods)],
    secrets: [...own, ...others.secrets.filter(({ namespace, name }) => !known.has(`${namespace}/${name}`))],
    onlyOwnSecrets: true,
  };
}

const namespacesOf = summaries(({ metadata }: NamespaceObject): NamespaceSummary[] => [
  { name: metadata.name, labels: metadata.labels ?? {} },
]);

const summariesOfWorkloads = summaries((workload: WorkloadObject): Workload[] => [workloadOf(workload)]);

/** Ingress pods without a workload, as found by the walks: no other pods are read. */
const summariesOfPods = summaries(({ namespace, name, labels }: NamedPodSet): Workload[] => [
  { kind: "Pod", namespace, name, podLabels: { ...labels } },
]);

const secretsOf = summaries((secret: SecretObject): SecretSummary[] =>
  secret.data["tls.crt"] === undefined ? [] : [secretSummary(secret)],
);

/**
 * What was computed for an object of the cache stays as long as the object, so that a change of one doesn't affect
 * the others.
 */
function summaries<Item extends object, Summary>(
  of: (item: Item) => Summary[],
): (items: readonly Item[]) => Summary[] {
  const made = new WeakMap<Item, Summary[]>();
  return (items) =>
    items.flatMap((item) => {
      const before = made.get(item);
      if (before) return before;
      const summary = of(item);
      made.set(item, summary);
      return summary;
    });
}
