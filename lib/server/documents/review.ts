import { z } from "zod";
import type { draftSchema, Review } from "@/lib/api/mesh-object";
import { fixedFieldProblems } from "@/lib/istio/deployment/convert";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import type { DeploymentObject } from "@/lib/istio/deployment/object";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import { objectFields } from "@/lib/istio/fields/object-form";
import { formSchemaFor } from "@/lib/istio/kinds";
import { nextObject, ownFields } from "@/lib/istio/kinds/edited-object";
import { formPath } from "@/lib/istio/kinds/object-path";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { findingText } from "@/lib/istio/rules/finding";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import { toYaml } from "@/lib/istio/yaml/write";
import { getObject } from "@/lib/kubernetes/objects";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { ProblemError } from "@/lib/server/http/problem-error";
import { appearingFindings, isAbout } from "@/lib/server/mesh/findings";
import { codecOf } from "@/lib/server/saving/codec-of";
import { standingFor } from "@/lib/server/saving/standing-for";
import { tryObject } from "@/lib/server/saving/try-object";

type Draft = z.output<typeof draftSchema>;

interface ReadDraft {
  /** As it stands; null for one that does not exist yet. */
  current: KubernetesObject | null;
  /** What is sent: of a form our own fields only. */
  written: KubernetesObject;
  /** What stands afterwards. */
  next: KubernetesObject;
}

const named = z.object({ name: objectFields.name });

/** A draft beside what stands, or what is wrong with it: at fields of the form, or at places in the whole object. */
async function readDraft(
  cluster: ClusterRuntime,
  namespace: string,
  draft: Draft,
): Promise<ReadDraft | { problems: FieldProblem[] }> {
  const { kind, isNew } = draft;
  const find = (name: string) =>
    getObject(cluster, kind, namespace, name) as Promise<KubernetesObject | null>;
  const taken = (current: KubernetesObject | null, path: string[]) =>
    isNew && current ? [{ path, message: "This name is taken" }] : [];
  if ("object" in draft) {
    const current = await standingFor(cluster, kind, draft.object, namespace);
    const problems = objectProblems(kind, draft.object, current);
    if (problems.length > 0) return { problems };
    const object = draft.object as unknown as KubernetesObject;
    const collision = taken(current, ["metadata", "name"]);
    if (collision.length > 0) return { problems: collision };
    const written = { ...object, metadata: { ...object.metadata, namespace } };
    return { current, written, next: written };
  }
  // Which rules hold depends on what stands, and a name that cannot be one needs not be looked up.
  const name = named.safeParse(draft.form);
  const current = name.success ? await find(name.data.name) : null;
  const collision = taken(current, ["name"]);
  if (collision.length > 0) return { problems: collision };
  const form = formSchemaFor(kind, current).safeParse(draft.form);
  if (!form.success) return { problems: form.error.issues.map(problemOf) };
  if (kind === "Deployment" && current) {
    const problems = fixedFieldProblems(form.data as DeploymentForm, current as DeploymentObject);
    if (problems.length > 0) return { problems };
  }
  return {
    current,
    written: ownFields(kind, form.data, namespace, current),
    next: nextObject(kind, form.data, namespace, current),
  };
}

function problemOf({ path, message }: z.core.$ZodIssue): FieldProblem {
  return { path: path.map((key) => (typeof key === "symbol" ? String(key) : key)), message };
}

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
      path: inObject ? finding.path : [...formPath(object, finding.path)],
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
      path: whole ? path : [...formPath(written, path)],
      objectPath: path,
    })),
    findings: appearingFindings(cluster.mesh, [next]).map((finding) => ({
      ...finding,
      formPath: isAbout(finding, next) ? [...formPath(next, finding.path)] : [],
    })),
    current: current ? toYaml(current) : null,
    // What an apply leaves standing, as others own it too, goes all the same when the form is saved.
    next: toYaml(current && !whole ? next : tried.object),
  };
}
