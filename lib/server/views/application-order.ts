import type { SortColumn } from "@/lib/api/sort-columns";
import type { SortValue } from "@/lib/server/http/paging";
import { type Application, applicationState } from "./applications";
import { stateOf } from "./deployment-view";

/** What needs somebody is what one sorts for: it comes first. */
const worstFirst = ["degraded", "progressing", "ready", "stopped"];

/** What each column of the list of applications sorts by. */
export const applicationValues: Readonly<
  Record<SortColumn<"Application">, (application: Application) => SortValue>
> = {
  virtualCluster: ({ namespace }) => namespace,
  name: ({ name }) => name,
  state: ({ deployments }) => worstFirst.indexOf(applicationState(deployments.map(stateOf))),
  versions: ({ deployments }) => deployments.length,
  /** The share of replicas that are ready; one that is stopped lacks nothing. */
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
