import { z } from "zod";
import {
  allApplicationsQuerySchema,
  applicationSchema,
  applicationsQuerySchema,
} from "@/lib/api/application";
import { pageSchema } from "@/lib/api/page";
import { deleteObject } from "@/lib/kubernetes/objects/objects";
import {
  type Application,
  applicationFilter,
  applicationsOf,
  applicationValues,
  applicationView,
} from "@/lib/server/views/applications";
import { visibleTo } from "../access/permissions";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

const tag = "Applications";
const listPath = "/virtual-clusters/{vc}/applications";
const path = `${listPath}/{app}`;
const params = virtualClusterParams.extend({ app: z.string() });

export const listApplications = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path: listPath,
  summary: texts.listApplications,
  tag,
  params: virtualClusterParams,
  query: applicationsQuerySchema,
  answer: pageSchema(applicationSchema),
  async run({ params: { vc }, query, cluster }) {
    namespaceOf(cluster, vc);
    return pageOfApplications(cluster, applicationsOf(cluster, vc), { ...query, show: "all" });
  },
});

export const listAllApplications = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/applications",
  summary: texts.listAllApplications,
  tag,
  query: allApplicationsQuerySchema,
  answer: pageSchema(applicationSchema),
  async run({ query, cluster, sees }) {
    const applications = visibleTo(sees, applicationsOf(cluster), ({ namespace }) => namespace);
    return pageOfApplications(cluster, applications, query);
  },
});

export const readApplication = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path,
  summary: texts.readApplication,
  tag,
  params,
  answer: applicationSchema,
  run: async ({ params: place, cluster }) => applicationView(found(cluster, place), cluster),
});

export const deleteApplication = operation({
  method: "delete",
  needs: ["editor", "virtual-cluster"],
  path,
  summary: texts.deleteApplication,
  tag,
  params,
  async run({ params: place, cluster }) {
    requireWritable(cluster, place.vc);
    const { namespace, deployments } = found(cluster, place);
    for (const { metadata } of deployments)
      await deleteObject(cluster, "Deployment", namespace, metadata.name);
  },
});

function found(cluster: ClusterRuntime, { vc, app }: z.output<typeof params>): Application {
  namespaceOf(cluster, vc);
  const application = applicationsOf(cluster, vc).find(({ name }) => name === app);
  if (!application) throw new ProblemError("not-found", texts.noApplication({ namespace: vc, name: app }));
  return application;
}

function pageOfApplications(
  cluster: ClusterRuntime,
  applications: readonly Application[],
  query: z.output<typeof allApplicationsQuerySchema>,
) {
  return pageOf(applications, query, {
    isListed: applicationFilter(cluster, query),
    columns: applicationValues,
    keyOf: ({ namespace, name }) => `${namespace}/${name}`,
    fits: ({ namespace, name, deployments }, q) =>
      name.includes(q) ||
      namespace.includes(q) ||
      deployments.some(
        ({ metadata, spec }) =>
          metadata.name.includes(q) ||
          spec?.template?.spec?.containers?.some(({ image }) => image?.toLowerCase().includes(q)),
      ),
    show: (application) => applicationView(application, cluster),
  });
}
