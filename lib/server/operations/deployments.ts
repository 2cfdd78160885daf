import { z } from "zod";
import { deploymentDetailsSchema } from "@/lib/api/application";
import { deploymentFormSchema, foreignDeploymentFormSchema } from "@/lib/istio/deployment/form";
import type { DeploymentObject } from "@/lib/kubernetes/objects/kinds";
import { deleteObject, getObject } from "@/lib/kubernetes/objects/objects";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { createFromForm, saveForm } from "../saving/save-form";
import { deploymentDetails } from "../views/deployment-view";
import { editOptions, editQuery } from "./mesh-objects";
import { texts } from "./texts";
import { virtualClusterParams } from "./virtual-clusters";

const tag = "Applications";
const listPath = "/virtual-clusters/{vc}/deployments";
const path = `${listPath}/{name}`;
const params = virtualClusterParams.extend({ name: z.string() });

export const createDeployment = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: listPath,
  summary: texts.createVersion,
  tag,
  params: virtualClusterParams,
  body: deploymentFormSchema,
  answer: deploymentDetailsSchema,
  status: 201,
  async run({ params: { vc }, body, cluster }) {
    const created = await createFromForm(cluster, {
      kind: "Deployment",
      namespace: vc,
      form: body,
      ignoreFindings: true,
    });
    return deploymentDetails(created as DeploymentObject);
  },
});

export const readDeployment = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path,
  summary: texts.readVersion,
  tag,
  params,
  answer: deploymentDetailsSchema,
  run: async ({ params: place, cluster }) => deploymentDetails(await found(cluster, place)),
});

export const replaceDeployment = operation({
  method: "put",
  needs: ["editor", "virtual-cluster"],
  path,
  summary: texts.changeVersion,
  tag,
  params,
  query: editQuery,
  body: foreignDeploymentFormSchema,
  isBodyReadInRun: true,
  answer: deploymentDetailsSchema,
  async run({ params: place, query, body, cluster }) {
    const saved = await saveForm(cluster, {
      kind: "Deployment",
      namespace: place.vc,
      name: place.name,
      form: body,
      ...editOptions(query),
    });
    return deploymentDetails(saved as DeploymentObject);
  },
});

export const deleteDeployment = operation({
  method: "delete",
  needs: ["editor", "virtual-cluster"],
  path,
  summary: texts.deleteVersion,
  tag,
  params,
  async run({ params: { vc, name }, cluster }) {
    requireWritable(cluster, vc);
    if (!(await deleteObject(cluster, "Deployment", vc, name))) throw noDeployment(vc, name);
  },
});

async function found(
  cluster: ClusterRuntime,
  { vc, name }: z.output<typeof params>,
): Promise<DeploymentObject> {
  const deployment = await getObject(cluster, "Deployment", vc, name);
  if (!deployment) throw noDeployment(vc, name);
  return deployment;
}

function noDeployment(vc: string, name: string): ProblemError {
  return new ProblemError("not-found", texts.noDeployment({ namespace: vc, name }));
}
