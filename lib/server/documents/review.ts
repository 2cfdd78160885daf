import { z } from "zod";
import type { draftSchema, Review } from "@/lib/api/mesh-object";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import { objectFields } from "@/lib/istio/fields/object-form";
import { editedObject, readEdit } from "@/lib/istio/kinds/edited-object";
import { formPath } from "@/lib/istio/kinds/fields-at";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import { toYaml } from "@/lib/istio/yaml/write";
import { getObject } from "@/lib/kubernetes/objects/objects";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { appearingFindings, isAbout } from "@/lib/server/mesh/findings";
import { suffixProblems } from "@/lib/server/saving/refusals";
import { namedObject } from "@/lib/server/saving/save-object";
import { tryObject } from "@/lib/server/saving/try-object";
import { texts } from "@/lib/server/texts";

type Draft = z.output<typeof draftSchema>;

interface ReadDraft {
  /** The current object; null if it doesn't exist yet. */
  current: KubernetesObject | null;
  /** What is sent: for a form, only our own fields. */
  written: KubernetesObject;
  /** The object afterwards. */
  next: KubernetesObject;
}

const named = z.object({ name: objectFields.name });

/**
 * A draft next to the current object, or what is wrong with it: at fields of the form, or at places in the whole
 * object.
 */
async function readDraft(
  cluster: ClusterRuntime,
  namespace: string,
  draft: Draft,
): Promise<ReadDraft | { problems: FieldProblem[] }> {
  const { kind, isNew } = draft;
  const find = (name: string) =>
    getObject(cluster, kind, namespace, name) as Promise<KubernetesObject | null>;
  const taken = (current: KubernetesObject | null, path: string[]) =>
    isNew && current ? [{ path, message: texts.nameTaken }] : [];
  if ("object" in draft) {
    const current = await namedObject(cluster, kind, draft.object, namespace);
    const problems = objectProblems(kind, draft.object, current);
    if (problems.length > 0) return { problems };
    const object = draft.object as unknown as KubernetesObject;
    const collision = taken(current, ["metadata", "name"]);
    if (collision.length > 0) return { problems: collision };
    const written = { ...object, metadata: { ...object.metadata, namespace } };
    return { current, written, next: written };
  }
  // The rules depend on the current object. An impossible name doesn't have to be looked up.
  const name = named.safeParse(draft.form);
  const current = name.success ? await find(name.data.name) : null;
  const collision = taken(current, ["name"]);
  if (collision.length > 0) return { problems: collision };
  const read = readEdit(kind, draft.form, current);
  if ("problems" in read) return read;
  const { own, next } = editedObject(kind, read.form, namespace, current);
  const suffixes = suffixProblems(own, current);
  if (suffixes.length > 0) return { problems: suffixes };
  return { current, written: own, next };
}

/**
 * Everything that can be said about a draft before it is saved: rules, checks across the cluster, a dry run and a
 * diff.
 */
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
  await cluster.mesh.lookUpCredentials({ apply: [next as CheckedObject] });
  const tried = await tryObject(cluster, { kind, object: written, current, whole, byForm: true });
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
    // An apply keeps what others also own, but saving the form removes it.
    next: toYaml(current && !whole ? next : tried.object),
  };
}
