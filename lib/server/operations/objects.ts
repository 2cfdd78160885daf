import { importAnswerSchema, importSchema } from "@/lib/api/import";
import { draftSchema, meshObjectDetailsSchema, objectEditSchema, reviewSchema } from "@/lib/api/mesh-object";
import { isKind, kindEntry } from "@/lib/istio/kinds";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { exportYaml } from "../export-objects";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { importObjects } from "../import-objects";
import { refuseErrors, reviewDraft } from "../review";
import { replaceObject } from "../saving/replace-object";
import { meshObjectDetails } from "../views/mesh-object-view";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

const tag = "YAML";
const path = "/virtual-clusters/{vc}";

export const review = operation({
  method: "post",
  path: `${path}/review`,
  summary: "Look at a draft before it is saved: rules, checks, a dry run and a diff; changes nothing",
  tag,
  params: virtualClusterParams,
  body: draftSchema,
  answer: reviewSchema,
  async run({ params, body, runtime }) {
    namespaceOf(runtime, params.vc);
    return reviewDraft(runtime, params.vc, body);
  },
});

export const putObject = operation({
  method: "put",
  path: `${path}/objects`,
  summary:
    "Save a whole object as edited in YAML; what it leaves out is removed, one that is not there is created",
  tag,
  params: virtualClusterParams,
  body: objectEditSchema,
  answer: meshObjectDetailsSchema,
  async run({ params, body, runtime }) {
    namespaceOf(runtime, params.vc);
    const { resourceVersion, force, ignoreFindings } = body;
    const { kind, apiVersion } = body.object;
    if (!isKind(kind) || apiVersion !== kindEntry(kind).apiVersion)
      throw new ProblemError("invalid", `Lamia does not edit ${apiVersion} ${kind} here.`, [
        { path: [isKind(kind) ? "apiVersion" : "kind"], message: "Not a kind that has a form" },
      ]);
    const problems = objectProblems(kind, body.object);
    if (problems.length > 0) throw new ProblemError("invalid", problems[0]?.message ?? "", problems);
    const written = body.object as unknown as KubernetesObject;
    const namespace = written.metadata.namespace;
    if (namespace !== undefined && namespace !== params.vc)
      throw new ProblemError("invalid", `The object is written for ${namespace}, not for ${params.vc}.`, [
        { path: ["metadata", "namespace"], message: `Write ${params.vc}, or leave it out` },
      ]);
    const object = { ...written, metadata: { ...written.metadata, namespace: params.vc } };
    if (!ignoreFindings) refuseErrors(runtime, object, { inObject: true });
    const saved = await replaceObject(runtime, { kind, object, resourceVersion, force });
    return meshObjectDetails(kind, saved, runtime.mesh);
  },
});

export const importYaml = operation({
  method: "post",
  path: `${path}/import`,
  summary: "Show what YAML of Istio, Kubernetes or Vamp Lamia would create and change, and with apply do it",
  tag,
  params: virtualClusterParams,
  body: importSchema,
  answer: importAnswerSchema,
  async run({ params, body, runtime }) {
    namespaceOf(runtime, params.vc);
    return importObjects(runtime, params.vc, body);
  },
});

export const exportVirtualCluster = operation({
  method: "get",
  path: `${path}/export`,
  summary: "Download everything of a virtual cluster that has a form, as YAML documents",
  tag,
  params: virtualClusterParams,
  answerType: "text/yaml",
  async run({ params, runtime }) {
    namespaceOf(runtime, params.vc);
    return new Response(exportYaml(runtime, params.vc), {
      headers: {
        "content-type": "text/yaml; charset=utf-8",
        "content-disposition": `attachment; filename="${params.vc}.yaml"`,
        "cache-control": "no-store",
      },
    });
  },
});
