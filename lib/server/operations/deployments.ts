import { z } from "zod";
import { deploymentDetailsSchema } from "@/lib/api/application";
import { deploymentFromForm, fixedFieldProblems } from "@/lib/istio/deployment/convert";
import {
  type DeploymentForm,
  deploymentFormSchema,
  foreignDeploymentFormSchema,
} from "@/lib/istio/deployment/form";
import type { DeploymentObject as Typed } from "@/lib/istio/deployment/object";
import { formSchemaFor } from "@/lib/istio/kinds";
import { nextObject, ownFields } from "@/lib/istio/kinds/edited-object";
import { formPath } from "@/lib/istio/kinds/object-path";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { DeploymentObject } from "@/lib/kubernetes/kinds";
import { applyObject, deleteObject, getObject } from "@/lib/kubernetes/objects";
import { applied, parseInput } from "@/lib/server/http/problem-error";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { refuseRights, requireWritable } from "../saving/allowed";
import { deploymentCodec } from "../saving/deployment-codec";
import { saveForm } from "../saving/save-form";
import { deploymentDetails } from "../views/deployment-view";
import { wantedOf } from "../wanted";
import { editQuery } from "./mesh-objects";
import { virtualClusterParams } from "./virtual-clusters";

const tag = "Applications";
const listPath = "/virtual-clusters/{vc}/deployments";
const path = `${listPath}/{name}`;
const params = virtualClusterParams.extend({ name: z.string() });

export const createDeployment = operation({
  method: "post",
  path: listPath,
  summary: "Create a version of an application: a Deployment",
  tag,
  params: virtualClusterParams,
  body: deploymentFormSchema,
  answer: deploymentDetailsSchema,
  status: 201,
  async run({ params: { vc }, body, cluster }) {
    requireWritable(cluster, vc);
    const object = deploymentFromForm(body, vc) as KubernetesObject;
    const result = await applyObject(cluster, wantedOf("Deployment", object), { create: true });
    return deploymentDetails(applied(result, `Deployment ${body.name}`));
  },
});

export const readDeployment = operation({
  method: "get",
  path,
  summary: "Read a version of an application, with its conditions and who owns which field",
  tag,
  params,
  answer: deploymentDetailsSchema,
  run: async ({ params: place, cluster }) => deploymentDetails(await found(cluster, place)),
});

export const replaceDeployment = operation({
  method: "put",
  path,
  summary: "Change a version of an application; of a Deployment of others the image and the replicas",
  tag,
  params,
  query: editQuery,
  body: foreignDeploymentFormSchema,
  isBodyReadInRun: true,
  answer: deploymentDetailsSchema,
  async run({ params: place, query, body, cluster }) {
    requireWritable(cluster, place.vc);
    const current = (await found(cluster, place)) as unknown as KubernetesObject;
    const saved = await saveForm(cluster, {
      codec: deploymentCodec(current),
      namespace: place.vc,
      name: place.name,
      build(current) {
        const form = checkedForm(body, current as Typed);
        const next = nextObject("Deployment", form, place.vc, current);
        refuseRights(cluster, "Deployment", next, current, (path) => formPath(next, path));
        return ownFields("Deployment", form, place.vc, current);
      },
      resourceVersion: query.resourceVersion,
      force: query.force === "true",
    });
    return deploymentDetails(saved as unknown as DeploymentObject);
  },
});

export const deleteDeployment = operation({
  method: "delete",
  path,
  summary: "Delete a version of an application",
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
  return new ProblemError("not-found", `${vc} has no Deployment ${name}.`);
}

/** The form by the rules that hold for this Deployment. Throws `invalid` at its fields. */
function checkedForm(body: unknown, current: Typed): DeploymentForm {
  const form = parseInput(formSchemaFor("Deployment", current), body, "invalid") as DeploymentForm;
  const problems = fixedFieldProblems(form, current);
  const [first] = problems;
  if (first) throw new ProblemError("invalid", `${first.path.join(".")}: ${first.message}.`, problems);
  return form;
}
