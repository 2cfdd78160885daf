import { returnBodySchema, returnReviewSchema, versionQuerySchema } from "@/lib/api/audit";
import { metadataSchema } from "@/lib/api/metadata";
import { toYaml } from "@/lib/istio/yaml/write";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { patchMetadata, readMetadata } from "@/lib/kubernetes/objects/metadata";
import { metadataFromAnnotations, metadataPrefix } from "@/lib/model/metadata-keys";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { type Patch, refuseWrong } from "../operations/merge-metadata";
import { texts } from "../operations/texts";
import { requireManaged } from "../saving/allowed";
import { metadataView } from "../views/metadata-view";
import { note } from "./acting";
import { detailsOf } from "./entry-operations";
import { isSecretSetting } from "./secret-settings";
import { type Asked, versionParams as params } from "./version-operations";
import { hidesIn, versionOf } from "./versions";

const tag = "Audit";
const path = "/virtual-clusters/{vc}/metadata/versions/{seq}";

/** What a return does to the annotations of a Namespace. Secret values aren't in any version, and stay as they are. */
interface SettingsReturn {
  current: KubernetesObject;
  next: KubernetesObject;
  patch: Patch;
}

export const reviewSettings = operation({
  method: "post",
  needs: ["admin", "virtual-cluster"],
  path: `${path}/review`,
  summary: texts.reviewSettings,
  tag,
  params,
  query: versionQuerySchema,
  answer: returnReviewSchema,
  async run({ params, query, installation, cluster }) {
    requireManaged(cluster, params.vc);
    const { current, next, patch } = await returnOf(cluster, { params, query });
    const problems = await refuseWrong(installation, cluster, params.vc, patch).then(
      () => [],
      (thrown: unknown) => {
        if (thrown instanceof ProblemError) return thrown.problem.errors ?? [];
        throw thrown;
      },
    );
    return {
      problems,
      refusals: [],
      findings: [],
      current: toYaml(versionOf(current)),
      next: toYaml(versionOf(next)),
      resourceVersion: current.metadata.resourceVersion ?? null,
    };
  },
});

/** By the ordinary merge, so that everything holds that holds for the form. */
export const returnSettings = operation({
  method: "post",
  needs: ["admin", "virtual-cluster"],
  path: `${path}/return`,
  summary: texts.returnSettings,
  tag,
  params,
  query: versionQuerySchema,
  body: returnBodySchema.pick({ resourceVersion: true }),
  answer: metadataSchema,
  act: "object.returned",
  async run({ params, query, body: { resourceVersion }, installation, cluster }) {
    requireManaged(cluster, params.vc);
    const { current, patch } = await returnOf(cluster, { params, query });
    const held = current.metadata.resourceVersion;
    if (held === undefined || resourceVersion !== held)
      throw new ProblemError("conflict", texts.settingsChanged({ virtualCluster: params.vc }));
    await refuseWrong(installation, cluster, params.vc, patch);
    note({ summary: texts.settingsOf({ virtualCluster: params.vc }), to: params.seq, side: query.side });
    await patchMetadata(cluster, params.vc, { plain: patch, resourceVersion: held });
    return metadataView(cluster, params.vc);
  },
});

/** Throws `not-found`. */
async function returnOf(
  cluster: ClusterRuntime,
  { params: { vc, seq }, query: { side } }: Asked,
): Promise<SettingsReturn> {
  const entry = await cluster.installation.store.audit.read(seq);
  const version = entry?.virtualCluster === vc && entry.kind === "Namespace" ? detailsOf(entry)[side] : null;
  const current = await cluster.client.find<KubernetesObject>({
    verb: "get",
    resource: kinds.Namespace,
    name: vc,
  });
  if (!version || !current) throw new ProblemError("not-found", texts.noAuditVersion);
  const patch = patchTo(version as KubernetesObject, current, readMetadata(cluster, vc)?.secretKeys ?? []);
  const annotations = { ...current.metadata.annotations };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete annotations[`${metadataPrefix}${key}`];
    else annotations[`${metadataPrefix}${key}`] = value;
  }
  const next = { ...current, metadata: { ...current.metadata, annotations } };
  return { current: whole(current), next: whole(next), patch };
}

/** A key whose value was hidden, or that is a secret now, stays as it is. */
function patchTo(version: KubernetesObject, current: KubernetesObject, secretKeys: readonly string[]): Patch {
  const wanted = metadataFromAnnotations(version.metadata.annotations ?? {});
  const now = metadataFromAnnotations(current.metadata.annotations ?? {});
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(now)])].filter(
    (key) =>
      wanted[key] !== now[key] &&
      !secretKeys.includes(key) &&
      !isSecretSetting(`${metadataPrefix}${key}`) &&
      !hidesIn(wanted[key] ?? ""),
  );
  return Object.fromEntries(keys.map((key) => [key, wanted[key] ?? null]));
}

function whole(namespace: KubernetesObject): KubernetesObject {
  return { ...namespace, apiVersion: "v1", kind: "Namespace" };
}
