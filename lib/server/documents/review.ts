import type { z } from "zod";
import type { draftSchema, Review } from "@/lib/api/mesh-object";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { findingText } from "@/lib/istio/rules/finding";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import { toYaml } from "@/lib/istio/yaml/write";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { ProblemError } from "@/lib/server/http/problem-error";
import { appearingFindings, isAbout } from "@/lib/server/mesh/findings-of-change";
import { codecOf } from "@/lib/server/saving/codec-of";
import { placeInForm } from "@/lib/server/saving/mesh-codec";
import { tryObject } from "@/lib/server/saving/try-object";
import { readDraft } from "./read-draft";

/**
 * Throws `invalid` when the change would bring about an error in the object itself. Paths are those of its form, or
 * with `inObject` those of the object.
 */
export function refuseErrors(
  { mesh }: Pick<ClusterRuntime, "mesh">,
  object: KubernetesObject,
  { inObject = false }: { inObject?: boolean } = {},
): void {
  const errors = appearingFindings(mesh, [object]).filter(
    (finding) => finding.severity === "error" && isAbout(finding, object),
  );
  const first = errors[0];
  if (!first) return;
  throw new ProblemError(
    "invalid",
    findingText(first),
    errors.map((finding) => ({
      path: inObject ? finding.path : [...placeInForm(object, finding.path)],
      message: `${finding.code}: ${findingText(finding)}`,
    })),
  );
}

/** Everything that can be said of a draft before it is saved: rules, checks across the cluster, a dry run, a diff. */
export async function reviewDraft(
  cluster: ClusterRuntime,
  namespace: string,
  draft: z.output<typeof draftSchema>,
): Promise<Review> {
  const { kind } = draft;
  const read = await readDraft(cluster, namespace, draft);
  if ("problems" in read)
    return { problems: read.problems, refusals: [], findings: [], current: null, next: null };
  const { current, written, next } = read;
  const whole = "object" in draft;
  await cluster.mesh.lookUpCredentials({ apply: [next as unknown as CheckedObject] });
  const codec = codecOf(kind, current ?? written);
  const tried = await tryObject(cluster, { kind, object: written, current, whole, codec });
  return {
    problems: [],
    refusals: tried.refusals.map(({ path, ...refusal }) => ({
      ...refusal,
      path: whole ? path : [...placeInForm(written, path)],
      objectPath: path,
    })),
    findings: appearingFindings(cluster.mesh, [next]).map((finding) => ({
      ...finding,
      formPath: isAbout(finding, next) ? [...placeInForm(next, finding.path)] : [],
    })),
    current: current ? toYaml(current) : null,
    // What an apply leaves standing, as others own it too, goes all the same when the form is saved.
    next: toYaml(current && !whole ? next : tried.object),
  };
}
