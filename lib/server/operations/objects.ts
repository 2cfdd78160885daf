import type { z } from "zod";
import { importAnswerSchema, importSchema } from "@/lib/api/import";
import { draftSchema, meshObjectDetailsSchema, objectEditSchema, reviewSchema } from "@/lib/api/mesh-object";
import { onlineAnswerSchema, onlineSchema } from "@/lib/api/online";
import { isKind, type Kind, kindEntry } from "@/lib/istio/kinds";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import type { KubernetesObject } from "@/lib/model/object";
import { exportYaml, importObjects } from "@/lib/server/documents/import-export";
import { putOnline } from "@/lib/server/documents/put-online";
import { reviewDraft } from "@/lib/server/documents/review";
import type { ClusterRuntime } from "../cluster-runtime";
import { type Operation, operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { refuseErrors } from "../saving/refusals";
import { namedObject, replaceObject } from "../saving/save-object";
import { meshObjectDetails } from "../views/mesh-object-view";
import { texts } from "./texts";
import { namespaceOf, virtualClusterParams } from "./virtual-clusters";

type OfCluster<Body extends z.ZodType> = Operation<typeof virtualClusterParams, z.ZodUnknown, Body>;

/**
 * An operation on objects of a virtual cluster that may be written there; its path is below that of the virtual
 * cluster.
 */
function ofCluster<Body extends z.ZodType = z.ZodUnknown>({
  path,
  run,
  ...rest
}: Omit<OfCluster<Body>, "tag" | "params" | "query">): OfCluster<Body> {
  return operation({
    ...rest,
    path: `/virtual-clusters/{vc}/${path}`,
    tag: "YAML",
    params: virtualClusterParams,
    async run(call) {
      if (rest.method === "get") namespaceOf(call.cluster, call.params.vc);
      else requireWritable(call.cluster, call.params.vc);
      return run(call);
    },
  });
}

export const review = ofCluster({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: "review",
  summary: texts.review,
  body: draftSchema,
  answer: reviewSchema,
  run: ({ params, body, cluster }) => reviewDraft(cluster, params.vc, body),
});

export const putObject = ofCluster({
  method: "put",
  needs: ["editor", "virtual-cluster"],
  path: "objects",
  summary: texts.saveObject,
  body: objectEditSchema,
  answer: meshObjectDetailsSchema,
  async run({ params, body, cluster }) {
    const { resourceVersion, force, ignoreFindings } = body;
    const { kind, object } = await writtenObject(cluster, body.object, params.vc);
    if (!ignoreFindings) {
      await cluster.mesh.lookUpCredentials({ apply: [object as CheckedObject] });
      refuseErrors(cluster, object, { inObject: true });
    }
    const saved = await replaceObject(cluster, { kind, object, resourceVersion, force });
    return meshObjectDetails(kind, saved, cluster.mesh);
  },
});

export const importYaml = ofCluster({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: "import",
  summary: texts.import,
  body: importSchema,
  answer: importAnswerSchema,
  run: ({ params, body, cluster }) => importObjects(cluster, params.vc, body),
});

export const online = ofCluster({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: "online",
  summary: texts.putOnline,
  body: onlineSchema,
  answer: onlineAnswerSchema,
  run: ({ params, body, cluster }) => putOnline(cluster, params.vc, body),
});

export const exportVirtualCluster = ofCluster({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path: "export",
  summary: texts.export,
  answerType: "text/yaml",
  act: "virtual-cluster.exported",
  run: async ({ params, cluster }) =>
    new Response(exportYaml(cluster, params.vc), {
      headers: {
        "content-type": "text/yaml; charset=utf-8",
        "content-disposition": `attachment; filename="${params.vc}.yaml"`,
        "cache-control": "no-store",
      },
    }),
});

/** The object as written, in its namespace. Throws `invalid` at a field that is wrong and wasn't wrong before. */
export async function writtenObject(
  cluster: ClusterRuntime,
  given: Record<string, unknown>,
  namespace: string,
): Promise<{ kind: Kind; object: KubernetesObject }> {
  const { kind, apiVersion } = given;
  if (!isKind(kind) || apiVersion !== kindEntry(kind).apiVersion)
    throw new ProblemError(
      "invalid",
      texts.notEdited({ apiVersion: String(apiVersion), kind: String(kind) }),
      [{ path: [isKind(kind) ? "apiVersion" : "kind"], message: texts.noForm }],
    );
  const current = await namedObject(cluster, kind, given, namespace);
  const problems = objectProblems(kind, given, current);
  if (problems.length > 0) throw new ProblemError("invalid", problems[0]?.message ?? "", problems);
  const written = given as unknown as KubernetesObject;
  const within = written.metadata.namespace;
  if (within !== undefined && within !== namespace)
    throw new ProblemError("invalid", texts.otherNamespace({ namespace: within, here: namespace }), [
      { path: ["metadata", "namespace"], message: texts.writeNamespace({ namespace }) },
    ]);
  return { kind, object: { ...written, metadata: { ...written.metadata, namespace } } };
}
