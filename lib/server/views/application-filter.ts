import type { z } from "zod";
import type { allApplicationsQuerySchema } from "@/lib/api/application";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { type Application, applicationState } from "./applications";
import { stateOf } from "./deployment-view";

type Query = z.output<typeof allApplicationsQuerySchema>;

/** Tells those applications that a list or a count asks for: of virtual clusters or of all namespaces, in a state. */
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
