import type { z } from "zod";
import type { ApplicationView, allApplicationsQuerySchema, DeploymentView } from "@/lib/api/application";
import type { SortColumn } from "@/lib/api/choices";
import { appOf } from "@/lib/istio/deployment/form";
import type { DeploymentObject, ServiceObject } from "@/lib/kubernetes/objects/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { serviceSelects } from "@/lib/model/labels";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import type { SortValue } from "@/lib/server/http/paging";
import { deploymentView, labelsOf, stateOf } from "./deployment-view";

/** The Deployments of a namespace with the same application name. */
export interface Application {
  namespace: string;
  name: string;
  deployments: readonly DeploymentObject[];
}

/** The cache returns the same list until something changes: the groups built from it are kept as long. */
const known = new WeakMap<readonly DeploymentObject[], readonly Application[]>();

/** Sorted by namespace and name; only of one namespace if given. */
export function applicationsOf(
  { cache }: { cache: Pick<ClusterCache, "list"> },
  namespace?: string,
): readonly Application[] {
  const deployments = cache.list("Deployment", namespace);
  const kept = known.get(deployments);
  if (kept) return kept;
  const groups = new Map<string, { namespace: string; name: string; deployments: DeploymentObject[] }>();
  for (const deployment of deployments) {
    const { name, namespace: within = "" } = deployment.metadata;
    const app = appOf(name, labelsOf(deployment));
    const group = groups.get(`${within}/${app}`);
    if (group) group.deployments.push(deployment);
    else groups.set(`${within}/${app}`, { namespace: within, name: app, deployments: [deployment] });
  }
  const applications = [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
  known.set(deployments, applications);
  return applications;
}

export function applicationView(
  { namespace, name, deployments }: Application,
  { cache }: { cache: Pick<ClusterCache, "list"> },
): ApplicationView {
  const versions = deployments
    .map(deploymentView)
    .sort(
      (one, other) => byVersion(one.version ?? "", other.version ?? "") || (one.name < other.name ? -1 : 1),
    );
  const labels = deployments.map(({ spec }) => spec?.template?.metadata?.labels ?? {});
  const containers = versions.flatMap((version) => version.containers);
  return {
    name,
    virtualCluster: namespace,
    state: applicationState(versions),
    replicas: sum(versions, ({ replicas }) => replicas),
    ready: sum(versions, ({ ready }) => ready),
    versions,
    images: unique(containers.map(({ image }) => image)),
    ports: unique(containers.flatMap(({ ports }) => ports)).sort((one, other) => one - other),
    services: servicesOf(cache.list("Service", namespace), labels),
    createdAt: versions.map(({ createdAt }) => createdAt).sort()[0] ?? "",
  };
}

/** The worst of its versions; a stopped one next to a running one doesn't count. */
function applicationState(versions: readonly Pick<DeploymentView, "state">[]): ApplicationView["state"] {
  const states = versions.map(({ state }) => state);
  const order = ["degraded", "progressing", "ready"] as const;
  return order.find((state) => states.includes(state)) ?? "stopped";
}

type Labels = Record<string, string>;

/** Services by the first label of their selector: an application needs few of thousands. */
const byLabel = new WeakMap<readonly ServiceObject[], Map<string, ServiceObject[]>>();

/** Names of the Services that select one of the pods, sorted. */
function servicesOf(services: readonly ServiceObject[], pods: readonly Labels[]): string[] {
  const index = byLabel.get(services) ?? indexed(services);
  const pairs = pods.flatMap((pod) =>
    Object.entries(pod).map(([key, value]) => ({ pod, pair: `${key}=${value}` })),
  );
  const found = pairs.flatMap(({ pod, pair }) =>
    (index.get(pair) ?? []).filter(({ spec }) => serviceSelects(spec?.selector, pod)),
  );
  return unique(found.map(({ metadata }) => metadata.name)).sort();
}

function indexed(services: readonly ServiceObject[]): Map<string, ServiceObject[]> {
  const index = Map.groupBy(services, ({ spec }) => Object.entries(spec?.selector ?? {})[0]?.join("=") ?? "");
  byLabel.set(services, index);
  return index;
}

const collator = new Intl.Collator("en", { numeric: true });

function byVersion(one: string, other: string): number {
  return collator.compare(one, other);
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

type Query = z.output<typeof allApplicationsQuerySchema>;

/**
 * Selects the applications that a list or a count asks for: of virtual clusters or of all namespaces, in a state.
 */
export function applicationFilter(
  { cache }: Pick<ClusterRuntime, "cache">,
  { show, state }: Pick<Query, "show"> & { state?: Query["state"] },
): (application: Application) => boolean {
  const managed =
    show === "all" ? null : new Set(cache.list("Namespace").filter(isVirtualCluster).map(nameOf));
  return (application) =>
    (managed === null || managed.has(application.namespace)) &&
    (state === undefined || isInState(application, state));
}

function isInState({ deployments }: Application, wanted: NonNullable<Query["state"]>): boolean {
  const state = applicationState(deployments.map(stateOf));
  return wanted === "unready" ? state !== "ready" : state === wanted;
}

function nameOf({ metadata }: { metadata: { name: string } }): string {
  return metadata.name;
}

/** You sort to find what needs you, so that comes first. */
const worstFirst = ["degraded", "progressing", "ready", "stopped"];

/** What each column of the list of applications sorts by. */
export const applicationValues: Readonly<
  Record<SortColumn<"Application">, (application: Application) => SortValue>
> = {
  virtualCluster: ({ namespace }) => namespace,
  name: ({ name }) => name,
  state: ({ deployments }) => worstFirst.indexOf(applicationState(deployments.map(stateOf))),
  versions: ({ deployments }) => deployments.length,
  /** The share of ready replicas; a stopped one lacks nothing. */
  ready: ({ deployments }) => {
    const wanted = total(deployments.map(({ spec }) => spec?.replicas ?? 1));
    return wanted === 0 ? 1 : total(deployments.map(({ status }) => status?.readyReplicas ?? 0)) / wanted;
  },
  images: ({ deployments }) => deployments[0]?.spec?.template?.spec?.containers?.[0]?.image ?? "",
  created: ({ deployments }) =>
    deployments.map(({ metadata }) => metadata.creationTimestamp ?? "").sort()[0] ?? "",
};

function total(values: readonly number[]): number {
  return values.reduce((before, value) => before + value, 0);
}
