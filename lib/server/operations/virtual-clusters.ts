import { z } from "zod";
import { pageSchema } from "@/lib/api/page";
import {
  virtualClusterPatchSchema,
  virtualClusterQuerySchema,
  virtualClusterSchema,
} from "@/lib/api/virtual-cluster";
import { setManaged } from "@/lib/kubernetes/namespaces";
import type { NamespaceObject } from "@/lib/kubernetes/objects/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import { virtualClusterBasisOf, virtualClusterValues } from "@/lib/server/views/virtual-cluster-view";
import { visibleTo } from "../access/permissions";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";
import { ProblemError } from "../http/problem-error";
import { isSystemNamespace } from "../saving/allowed";
import { isInjected, virtualClusterView } from "../views/virtual-cluster-view";
import { texts } from "./texts";

export const virtualClusterParams = z.object({ vc: z.string() });

const tag = texts.virtualClusters;

/** The Namespace behind a virtual cluster, managed or not; a 404 names it. */
export function namespaceOf({ cache }: Pick<ClusterRuntime, "cache">, name: string): NamespaceObject {
  const namespace = cache.get("Namespace", null, name);
  if (!namespace) throw new ProblemError("not-found", texts.noNamespace({ name }));
  return namespace;
}

export const listVirtualClusters = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/virtual-clusters",
  summary: texts.listVirtualClusters,
  tag,
  query: virtualClusterQuerySchema,
  answer: pageSchema(virtualClusterSchema),
  async run({ query, cluster, sees }) {
    const namespaces = visibleTo(sees, cluster.cache.list("Namespace"), ({ metadata }) => metadata.name);
    return pageOf(namespaces, query, {
      keyOf: ({ metadata }) => metadata.name,
      columns: virtualClusterValues(cluster),
      basisOf: (column) => virtualClusterBasisOf(cluster, column),
      isListed: (namespace) =>
        (query.show === "all" || isVirtualCluster(namespace)) &&
        (query.injection === undefined ||
          String(isInjected(namespace.metadata.labels ?? {})) === query.injection),
      fits: ({ metadata }, q) => metadata.name.includes(q),
      show: (namespace) => virtualClusterView(namespace, cluster),
    });
  },
});

export const readVirtualCluster = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path: "/virtual-clusters/{vc}",
  summary: texts.readVirtualCluster,
  tag,
  params: virtualClusterParams,
  answer: virtualClusterSchema,
  async run({ params, cluster }) {
    return virtualClusterView(namespaceOf(cluster, params.vc), cluster);
  },
});

export const patchVirtualCluster = operation({
  method: "patch",
  needs: ["admin", "installation"],
  path: "/virtual-clusters/{vc}",
  summary: texts.manage,
  tag,
  params: virtualClusterParams,
  body: virtualClusterPatchSchema,
  answer: virtualClusterSchema,
  async run({ params, body, cluster }) {
    namespaceOf(cluster, params.vc);
    if (body.managed && body.confirm !== params.vc && isSystemNamespace(cluster, params.vc))
      throw new ProblemError("invalid", texts.ofSystem({ name: params.vc }), [
        { path: ["confirm"], message: texts.writeName({ name: params.vc }) },
      ]);
    const namespace = await setManaged(cluster, params.vc, body.managed);
    if (!namespace) throw new ProblemError("not-found", texts.noNamespace({ name: params.vc }));
    return virtualClusterView(namespaceOf(cluster, params.vc), cluster);
  },
});
