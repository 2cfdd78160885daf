import { z } from "zod";
import type { draftSchema } from "@/lib/api/mesh-object";
import { fixedFieldProblems } from "@/lib/istio/deployment/convert";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import type { DeploymentObject } from "@/lib/istio/deployment/object";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import { objectFields } from "@/lib/istio/fields/object-form";
import { formSchemaFor } from "@/lib/istio/kinds";
import { nextObject, ownFields } from "@/lib/istio/kinds/edited-object";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { getObject } from "@/lib/kubernetes/objects";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { standingFor } from "@/lib/server/saving/standing-for";

type Draft = z.output<typeof draftSchema>;

export interface ReadDraft {
  /** As it stands; null for one that does not exist yet. */
  current: KubernetesObject | null;
  /** What is sent: of a form our own fields only. */
  written: KubernetesObject;
  /** What stands afterwards. */
  next: KubernetesObject;
}

const named = z.object({ name: objectFields.name });

/** A draft beside what stands, or what is wrong with it: at fields of the form, or at places in the whole object. */
export async function readDraft(
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
