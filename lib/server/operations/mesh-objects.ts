import { z } from "zod";
import { type SortColumn, sortColumns } from "@/lib/api/choices";
import { meshObjectDetailsSchema, meshObjectSchema } from "@/lib/api/mesh-object";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { kindEntry } from "@/lib/istio/kinds";
import { destinationsOf } from "@/lib/istio/rules/destinations";
import { wellFormed } from "@/lib/istio/rules/mesh/well-formed";
import { deleteObject, getObject } from "@/lib/kubernetes/objects/objects";
import { nameIncludes } from "@/lib/model/idn";
import type { DestinationRuleObject, VirtualServiceObject } from "@/lib/model/istio-objects";
import type { KubernetesObject } from "@/lib/model/object";
import { type PlainKind, valuesOf } from "@/lib/server/views/mesh-object-view";
import { namespaceOfObject, visibleTo } from "../access/permissions";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { pageOf, type SortValue } from "../http/paging";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { createFromForm, saveForm } from "../saving/save-form";
import { meshObjectDetails, meshObjectView } from "../views/mesh-object-view";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

const objectParams = virtualClusterParams.extend({ name: z.string() });
const textFlag = z.enum(["true", "false"]).optional();

/** `ignoreFindings`: save although a check finds an error that the change causes. */
export const createQuery = z.object({ ignoreFindings: textFlag });
/** What an edit is based on, and whether it may take over fields that others own. */
export const editQuery = createQuery.extend({ resourceVersion: z.string().optional(), force: textFlag });

/** What an edit may ignore and take over, as `saveForm` takes it. */
export function editOptions({ resourceVersion, force, ignoreFindings }: z.output<typeof editQuery>) {
  return { resourceVersion, force: force === "true", ignoreFindings: ignoreFindings === "true" };
}

/** The hosts in the spec of an Istio object; a Service has none. */
function hostsNamedBy({ spec }: KubernetesObject & { spec?: { host?: unknown; hosts?: unknown } }): string[] {
  const hosts = Array.isArray(spec?.hosts) ? spec.hosts : [spec?.host];
  return hosts.filter((host) => typeof host === "string");
}

/** The full names of the hosts to which an object of a kind leads requests. The other kinds lead nowhere. */
const targetsOf: { readonly [Each in PlainKind]?: (object: KubernetesObject) => readonly string[] } = {
  DestinationRule: (object) => {
    const { metadata, spec } = wellFormed("destinationRules", object as DestinationRuleObject);
    return [qualifiedHost(spec.host, metadata.namespace ?? "")];
  },
  VirtualService: (object) =>
    destinationsOf(wellFormed("virtualServices", object as VirtualServiceObject)).map(({ host }) => host),
};

/** The operations of one kind; `plural` as in the path, e.g. `virtual-services`. */
function meshObjectOperations(kind: PlainKind, plural: string) {
  const { formSchema } = kindEntry(kind);
  const tag = `${kind}s`.replace(/ys$/, "ies");
  const listPath = `/virtual-clusters/{vc}/${plural}`;
  const path = `${listPath}/{name}`;
  const body = formSchema as z.ZodType<{ name: string }>;

  function found(
    cluster: ClusterRuntime,
    { vc, name }: { vc: string; name: string },
  ): Promise<KubernetesObject> {
    return getObject(cluster, kind, vc, name).then((object) => {
      if (!object) throw new ProblemError("not-found", texts.noObject({ namespace: vc, kind, name }));
      return object;
    });
  }

  type Column = SortColumn<PlainKind>;
  const sortedQuery = sortedPageQuerySchema<Column>(sortColumns[kind]);
  const destination = z.string().trim().max(300).optional().meta({ description: texts.destination });
  const targeted = sortedQuery.extend({ destination });
  const leadsTo = targetsOf[kind];
  const listQuery = leadsTo ? targeted : (sortedQuery as unknown as typeof targeted);

  function page(
    cluster: ClusterRuntime,
    query: z.output<typeof listQuery>,
    objects: readonly KubernetesObject[],
  ) {
    type Values = Record<Column, (object: KubernetesObject) => SortValue>;
    const { destination } = query;
    return pageOf(objects, query, {
      columns: valuesOf[kind](cluster.mesh) as Values,
      basisOf: (column) => (column === "findings" ? cluster.mesh.findings() : undefined),
      keyOf: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
      isListed:
        destination && leadsTo
          ? (object) => leadsTo(object).includes(qualifiedHost(destination, object.metadata.namespace ?? ""))
          : undefined,
      fits: (object, q) =>
        [object.metadata.name, object.metadata.namespace ?? "", ...hostsNamedBy(object)].some((text) =>
          nameIncludes(text, q),
        ),
      show: (object) => meshObjectView(kind, object, cluster.mesh),
    });
  }

  const list = operation({
    method: "get",
    needs: ["viewer", "virtual-cluster"],
    path: listPath,
    summary: texts.listObjects({ kinds: tag }),
    tag,
    params: virtualClusterParams,
    query: listQuery,
    answer: pageSchema(meshObjectSchema),
    async run({ params, query, cluster }) {
      namespaceOf(cluster, params.vc);
      return page(cluster, query, cluster.cache.list(kind, params.vc));
    },
  });

  const listAll = operation({
    method: "get",
    needs: ["viewer", "visible"],
    path: `/${plural}`,
    summary: texts.listAllObjects({ kinds: tag }),
    tag,
    query: listQuery,
    answer: pageSchema(meshObjectSchema),
    run: async ({ query, cluster, sees }) => {
      const all: readonly KubernetesObject[] = cluster.cache.list(kind);
      return page(cluster, query, visibleTo(sees, all, namespaceOfObject));
    },
  });

  const create = operation({
    method: "post",
    needs: ["editor", "virtual-cluster"],
    path: listPath,
    summary: texts.createObject({ kind }),
    tag,
    params: virtualClusterParams,
    query: createQuery,
    body,
    answer: meshObjectDetailsSchema,
    status: 201,
    async run({ params, query, body: form, cluster }) {
      const ignoreFindings = query.ignoreFindings === "true";
      const created = await createFromForm(cluster, { kind, namespace: params.vc, form, ignoreFindings });
      return meshObjectDetails(kind, created, cluster.mesh);
    },
  });

  const read = operation({
    method: "get",
    needs: ["viewer", "virtual-cluster"],
    path,
    summary: texts.readObject({ kind }),
    tag,
    params: objectParams,
    answer: meshObjectDetailsSchema,
    run: async ({ params, cluster }) => meshObjectDetails(kind, await found(cluster, params), cluster.mesh),
  });

  const replace = operation({
    method: "put",
    needs: ["editor", "virtual-cluster"],
    path,
    summary: texts.changeObject({ kind }),
    tag,
    params: objectParams,
    query: editQuery,
    body,
    isBodyReadInRun: true,
    answer: meshObjectDetailsSchema,
    async run({ params, query, body: form, cluster }) {
      const saved = await saveForm(cluster, {
        kind,
        namespace: params.vc,
        name: params.name,
        form,
        ...editOptions(query),
      });
      return meshObjectDetails(kind, saved, cluster.mesh);
    },
  });

  const remove = operation({
    method: "delete",
    needs: ["editor", "virtual-cluster"],
    path,
    summary: texts.deleteObject({ kind }),
    tag,
    params: objectParams,
    async run({ params, cluster }) {
      requireWritable(cluster, params.vc);
      const deleted = await deleteObject(cluster, kind, params.vc, params.name);
      if (!deleted)
        throw new ProblemError(
          "not-found",
          texts.noObject({ namespace: params.vc, kind, name: params.name }),
        );
    },
  });

  return { list, listAll, create, read, replace, remove };
}

export const services = meshObjectOperations("Service", "services");
export const destinationRules = meshObjectOperations("DestinationRule", "destination-rules");
export const virtualServices = meshObjectOperations("VirtualService", "virtual-services");
export const serviceEntries = meshObjectOperations("ServiceEntry", "service-entries");
