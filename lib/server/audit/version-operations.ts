import { z } from "zod";
import { returnBodySchema, returnReviewSchema, versionQuerySchema } from "@/lib/api/audit";
import { meshObjectDetailsSchema } from "@/lib/api/mesh-object";
import { isKind } from "@/lib/istio/kinds";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import type { KubernetesObject } from "@/lib/model/object";
import { reviewDraft } from "@/lib/server/documents/review";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { writtenObject } from "../operations/objects";
import { texts } from "../operations/texts";
import { virtualClusterParams } from "../operations/virtual-clusters";
import { requireWritable } from "../saving/allowed";
import { overtaken, refuseErrors, titleOf } from "../saving/refusals";
import { namedObject, replaceObject } from "../saving/save-object";
import { meshObjectDetails } from "../views/mesh-object-view";
import { note } from "./acting";
import { detailsOf } from "./entry-operations";
import { filledIn } from "./versions";

const tag = "Audit";
const path = "/virtual-clusters/{vc}/versions/{seq}";
export const versionParams = virtualClusterParams.extend({
  seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});

export interface Asked {
  params: z.output<typeof versionParams>;
  query: z.output<typeof versionQuerySchema>;
}

export const reviewVersion = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: `${path}/review`,
  summary: texts.reviewVersion,
  tag,
  params: versionParams,
  query: versionQuerySchema,
  answer: returnReviewSchema,
  async run({ params, query, cluster }) {
    requireWritable(cluster, params.vc);
    const { object, current } = await versionIn(cluster, { params, query });
    const draft = { kind: object.kind as "Gateway", isNew: current === null, object: { ...object } };
    const review = await reviewDraft(cluster, params.vc, draft);
    return { ...review, resourceVersion: current?.metadata.resourceVersion ?? null };
  },
});

/** By the ordinary save, so that everything holds that holds for an edit of the YAML. */
export const returnToVersion = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: `${path}/return`,
  summary: texts.returnToVersion,
  tag,
  params: versionParams,
  query: versionQuerySchema,
  body: returnBodySchema,
  answer: meshObjectDetailsSchema,
  act: "object.returned",
  async run({ params, query, body: { resourceVersion, force, ignoreFindings }, cluster }) {
    requireWritable(cluster, params.vc);
    const { object: version, current } = await versionIn(cluster, { params, query });
    if (resourceVersion === null && current) throw overtaken(cluster, current);
    const { kind, object } = await writtenObject(cluster, { ...version }, params.vc);
    if (!ignoreFindings) {
      await cluster.mesh.lookUpCredentials({ apply: [object as CheckedObject] });
      refuseErrors(cluster, object, { inObject: true });
    }
    note({ summary: titleOf(object), to: params.seq, side: query.side });
    const based = resourceVersion === null ? {} : { resourceVersion };
    const saved = await replaceObject(cluster, { kind, object, ...based, force });
    return meshObjectDetails(kind, saved, cluster.mesh);
  },
});

/** Throws `not-found`, or `invalid` if something in it was hidden and isn't there any more. */
async function versionIn(
  cluster: ClusterRuntime,
  { params: { vc, seq }, query: { side } }: Asked,
): Promise<{ object: KubernetesObject; current: KubernetesObject | null }> {
  const entry = await cluster.installation.store.audit.read(seq);
  const version = entry?.virtualCluster === vc ? detailsOf(entry)[side] : null;
  const held = version as (KubernetesObject & { kind?: unknown }) | null;
  if (!held || !isKind(held.kind)) throw new ProblemError("not-found", texts.noAuditVersion);
  const current = await namedObject(cluster, held.kind, held, vc);
  const object = filledIn(held, current);
  if (!object) throw new ProblemError("invalid", texts.hiddenInVersion({ object: titleOf(held) }));
  return { object, current };
}
