import { z } from "zod";
import { deploymentDetailsSchema } from "@/lib/api/application";
import { type DeploymentForm, deploymentFormSchema } from "@/lib/istio/deployment/form";
import { deploymentFromForm } from "@/lib/istio/deployment/from-form";
import { isOwnDeployment } from "@/lib/istio/deployment/labels";
import type { DeploymentObject as Typed } from "@/lib/istio/deployment/object";
import { formFromDeployment } from "@/lib/istio/deployment/to-form";
import { same } from "@/lib/istio/edit/same";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { DeploymentObject } from "@/lib/kubernetes/kinds";
import { applyObject, deleteObject, getObject } from "@/lib/kubernetes/objects";
import { applied } from "../http/applied";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import type { Runtime } from "../runtime";
import { deploymentCodec } from "../saving/deployment-codec";
import { saveForm } from "../saving/save-form";
import { deploymentDetails } from "../views/deployment-view";
import { wantedOf } from "../wanted";
import { editQuery } from "./mesh-objects";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

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
  async run({ params: { vc }, body, runtime }) {
    namespaceOf(runtime, vc);
    const object = deploymentFromForm(body, vc) as KubernetesObject;
    const result = await applyObject(runtime, wantedOf("Deployment", object), { create: true });
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
  run: async ({ params: place, runtime }) => deploymentDetails(await found(runtime, place)),
});

export const replaceDeployment = operation({
  method: "put",
  path,
  summary: "Change a version of an application; of a Deployment of others the image and the replicas",
  tag,
  params,
  query: editQuery,
  body: deploymentFormSchema,
  answer: deploymentDetailsSchema,
  async run({ params: place, query, body, runtime }) {
    const standing = (await found(runtime, place)) as unknown as KubernetesObject;
    const saved = await saveForm(runtime, {
      codec: deploymentCodec(standing),
      namespace: place.vc,
      name: place.name,
      build(current) {
        refuseFixedFields(body, current as unknown as Typed);
        return deploymentFromForm(body, place.vc, current as unknown as Typed) as KubernetesObject;
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
  async run({ params: { vc, name }, runtime }) {
    if (!(await deleteObject(runtime, "Deployment", vc, name))) throw noDeployment(vc, name);
  },
});

async function found(runtime: Runtime, { vc, name }: z.output<typeof params>): Promise<DeploymentObject> {
  const deployment = await getObject(runtime, "Deployment", vc, name);
  if (!deployment) throw noDeployment(vc, name);
  return deployment;
}

function noDeployment(vc: string, name: string): ProblemError {
  return new ProblemError("not-found", `${vc} has no Deployment ${name}.`);
}

/** What cannot be changed must not be dropped in silence. Throws `invalid` at its fields. */
function refuseFixedFields(form: DeploymentForm, current: Typed): void {
  const standing = formFromDeployment(current);
  const own = isOwnDeployment(current.metadata);
  const fixed = own
    ? (["name", "app"] as const)
    : (["name", "app", "version", "ports", "env", "labels", "metadata"] as const);
  const message = own
    ? "It is part of the selector, which cannot be changed; make a new version instead"
    : "Lamia did not make this Deployment: only its image and replicas can be changed here";
  const errors = fixed
    .filter((field) => !same(form[field], standing[field]))
    .map((field) => ({ path: [field], message }));
  if (errors.length > 0) throw new ProblemError("invalid", `${errors[0]?.path[0]}: ${message}.`, errors);
}
