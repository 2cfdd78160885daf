import { z } from "zod";
import { gatewayStateFilters, sortColumns } from "@/lib/api/choices";
import { dnsPreviewSchema, gatewayDetailsSchema, gatewaySchema } from "@/lib/api/gateway";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { gatewayFormSchema } from "@/lib/istio/gateway/form";
import { walkedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { deleteObject, getObject } from "@/lib/kubernetes/objects/objects";
import { nameIncludes } from "@/lib/model/idn";
import { hostProblem } from "@/lib/model/secured-hosts";
import {
  gatewayBasisOf,
  gatewayState,
  gatewayValues,
  hostsOf,
  isInState,
} from "@/lib/server/views/gateway-view";
import { namespaceOfObject, visibleTo } from "../access/permissions";
import type { ClusterRuntime } from "../cluster-runtime";
import { previewDns } from "../dns-preview";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { createFromForm, saveForm } from "../saving/save-form";
import { gatewayDetails, gatewayView } from "../views/gateway-view";
import { createQuery, editOptions, editQuery } from "./mesh-objects";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

const tag = "Gateways";
const listPath = "/virtual-clusters/{vc}/gateways";
export const gatewayPath = `${listPath}/{name}`;
export const gatewayParams = virtualClusterParams.extend({ name: z.string() });
const gatewayQuery = sortedPageQuerySchema(sortColumns.Gateway).extend({
  state: z.enum(gatewayStateFilters).optional().meta({
    description: texts.gatewayState,
  }),
});

export const listGateways = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path: listPath,
  summary: texts.listGateways,
  tag,
  params: virtualClusterParams,
  query: gatewayQuery,
  answer: pageSchema(gatewaySchema),
  async run({ params, query, cluster }) {
    namespaceOf(cluster, params.vc);
    return pageOfGateways(cluster, cluster.cache.list("Gateway", params.vc), query);
  },
});

export const listAllGateways = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/gateways",
  summary: texts.listAllGateways,
  tag,
  query: gatewayQuery,
  answer: pageSchema(gatewaySchema),
  async run({ query, cluster, sees }) {
    const gateways = visibleTo(sees, cluster.cache.list("Gateway"), namespaceOfObject);
    return pageOfGateways(cluster, gateways, query);
  },
});

export const createGateway = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: listPath,
  summary: texts.createGateway,
  tag,
  params: virtualClusterParams,
  query: createQuery,
  body: gatewayFormSchema,
  answer: gatewaySchema,
  status: 201,
  async run({ params, query, body, cluster }) {
    const created = await createFromForm(cluster, {
      kind: "Gateway",
      namespace: params.vc,
      form: body,
      ignoreFindings: query.ignoreFindings === "true",
    });
    return gatewayView(created as GatewayObject, cluster);
  },
});

export const readGateway = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path: gatewayPath,
  summary: texts.readGateway,
  tag,
  params: gatewayParams,
  answer: gatewayDetailsSchema,
  async run({ params, cluster }) {
    const gateway = await getObject(cluster, "Gateway", params.vc, params.name);
    if (!gateway) throw noGateway(params);
    return gatewayDetails(gateway, cluster);
  },
});

export const replaceGateway = operation({
  method: "put",
  needs: ["editor", "virtual-cluster"],
  path: gatewayPath,
  summary: texts.changeGateway,
  tag,
  params: gatewayParams,
  query: editQuery,
  body: gatewayFormSchema,
  isBodyReadInRun: true,
  answer: gatewayDetailsSchema,
  async run({ params, query, body, cluster }) {
    const saved = await saveForm(cluster, {
      kind: "Gateway",
      namespace: params.vc,
      name: params.name,
      form: body,
      ...editOptions(query),
    });
    return gatewayDetails(saved as GatewayObject, cluster);
  },
});

export const deleteGateway = operation({
  method: "delete",
  needs: ["editor", "virtual-cluster"],
  path: gatewayPath,
  summary: texts.deleteGateway,
  tag,
  params: gatewayParams,
  async run({ params, cluster }) {
    requireWritable(cluster, params.vc);
    const { vc: namespace, name } = params;
    // Deleting it here confirms what goes with it; the grace period still applies.
    const callOff = cluster.walking?.cleanups.expectDeletion({ namespace, name });
    try {
      if (!(await deleteObject(cluster, "Gateway", namespace, name))) throw noGateway(params);
    } catch (thrown) {
      callOff?.();
      throw thrown;
    }
  },
});

export const checkGateway = operation({
  method: "post",
  needs: ["operator", "virtual-cluster"],
  path: `${gatewayPath}/check`,
  summary: texts.checkGateway,
  tag,
  params: gatewayParams,
  status: 202,
  act: "host.checked",
  async run({ params, cluster }) {
    const holder = cluster.cache.get("Namespace", null, params.vc);
    const hosts = walkedHostsOf(gatewayOf(cluster, params), holder).map(({ host }) => host);
    if (!cluster.walking) throw new ProblemError("cluster-unreachable", texts.clusterSilent);
    await cluster.walking.runner.wake(hosts, { fresh: true });
    return { hosts };
  },
});

export const dnsPreview = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path: "/virtual-clusters/{vc}/dns-preview",
  summary: texts.previewDns,
  tag,
  params: virtualClusterParams,
  query: z.object({
    host: z
      .string()
      .trim()
      .toLowerCase()
      .superRefine((host, context) => {
        const message = hostProblem(host);
        if (message) context.addIssue({ code: "custom", message });
      }),
  }),
  answer: dnsPreviewSchema,
  async run({ params, query, cluster }) {
    namespaceOf(cluster, params.vc);
    return previewDns(await cluster.worlds.worldFor(params.vc, { host: query.host }), query.host);
  },
});

/** Throws `not-found`. */
export function gatewayOf(
  { cache }: ClusterRuntime,
  { vc, name }: { vc: string; name: string },
): GatewayObject {
  const gateway = cache.get("Gateway", vc, name);
  if (!gateway) throw noGateway({ vc, name });
  return gateway;
}

function noGateway({ vc, name }: { vc: string; name: string }): ProblemError {
  return new ProblemError("not-found", texts.noGateway({ namespace: vc, name }));
}

function pageOfGateways(
  cluster: ClusterRuntime,
  gateways: readonly GatewayObject[],
  query: z.output<typeof gatewayQuery>,
) {
  const { state } = query;
  return pageOf(gateways, query, {
    isListed: state ? (gateway) => isInState(gatewayState(gateway, cluster.live), state) : undefined,
    columns: gatewayValues(cluster),
    basisOf: (column) => gatewayBasisOf(cluster, column),
    keyOf: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    fits: (gateway, q) =>
      gateway.metadata.name.includes(q) ||
      hostsOf(gateway).some(({ host }) => nameIncludes(host, q)) ||
      (gateway.spec?.servers ?? []).some(({ hosts }) => hosts?.some((host) => nameIncludes(host, q))),
    show: (gateway) => gatewayView(gateway, cluster),
  });
}
