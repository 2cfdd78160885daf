import type { z } from "zod";
import type { draftSchema, Review } from "@/lib/api/mesh-object";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { Finding } from "@/lib/istio/rules/finding";
import { formPath } from "@/lib/istio/rules/form-path";
import { type CheckedObject, previewChange } from "@/lib/istio/rules/preview";
import { toYaml } from "@/lib/istio/yaml/write";
import { applyObject, getObject } from "@/lib/kubernetes/objects";
import { ProblemError } from "./http/problem-error";
import type { Runtime } from "./runtime";
import { wantedOf } from "./wanted";

type Draft = z.output<typeof draftSchema>;
type Problems = Review["problems"];

/** Throws `invalid`, with paths in the form, when the change would bring about an error in the object itself. */
export function refuseErrors({ mesh }: Pick<Runtime, "mesh">, object: KubernetesObject): void {
  const checked = object as unknown as CheckedObject;
  const errors = newFindings(mesh.snapshot(), checked).filter(
    ({ severity, object: about }) =>
      severity === "error" && about.name === object.metadata.name && about.kind === object.kind,
  );
  const first = errors[0];
  if (!first) return;
  throw new ProblemError(
    "invalid",
    `${first.message} ${first.remedy}`,
    errors.map(({ code, path, message, remedy }) => ({
      path: formPath(checked, path),
      message: `${code}: ${message} ${remedy}`,
    })),
  );
}

/** Everything that can be said of a draft before it is saved: rules, checks across the cluster, a dry run, a diff. */
export async function reviewDraft(runtime: Runtime, namespace: string, draft: Draft): Promise<Review> {
  const { kind } = draft;
  const parsed = parsedDraft(draft, namespace);
  if ("problems" in parsed)
    return { problems: parsed.problems, refusals: [], findings: [], current: null, next: null };
  const name = parsed.name;
  const current = (await getObject(runtime, kind, namespace, name)) as unknown as KubernetesObject | null;
  const next = parsed.build(current ?? undefined);
  const findings = newFindings(runtime.mesh.snapshot(), next as unknown as CheckedObject);
  return {
    problems: [],
    refusals: await refusalsOf(runtime, kind, next),
    findings: findings.map((finding) => ({
      ...finding,
      formPath: formPath(next as unknown as CheckedObject, finding.path),
    })),
    current: current ? toYaml(current) : null,
    next: toYaml(
      current ? { ...current, ...next, metadata: { ...current.metadata, ...next.metadata } } : next,
    ),
  };
}

function parsedDraft(
  draft: Draft,
  namespace: string,
): { problems: Problems } | { name: string; build(current?: KubernetesObject): KubernetesObject } {
  const { formSchema, fromForm } = kindEntry(draft.kind);
  if ("object" in draft) {
    const problems = objectProblems(draft.kind, draft.object);
    const object = draft.object as unknown as KubernetesObject;
    return problems.length > 0
      ? { problems }
      : {
          name: object.metadata.name,
          build: () => ({ ...object, metadata: { ...object.metadata, namespace } }),
        };
  }
  const form = formSchema.safeParse(draft.form);
  if (!form.success) {
    const problems = form.error.issues.map(({ path, message }) => ({
      path: path.map((key) => (typeof key === "symbol" ? String(key) : key)),
      message,
    }));
    return { problems };
  }
  const { name } = form.data as { name: string };
  return { name, build: (current) => fromForm(form.data, namespace, current) };
}

function newFindings(snapshot: Parameters<typeof previewChange>[0], object: CheckedObject): Finding[] {
  return previewChange(snapshot, { apply: [object] }).appearing;
}

async function refusalsOf(runtime: Runtime, kind: Kind, object: KubernetesObject): Promise<Problems> {
  const result = await applyObject(runtime, wantedOf(kind, object), { dryRun: true });
  if (result.ok) return [];
  if (result.reason === "invalid")
    return result.errors.map(({ path, message }) => ({ path: path === "" ? [] : [path], message }));
  if (result.reason === "conflict")
    return result.conflicts.map(({ field, manager }) => ({
      path: [field],
      message: `${manager} owns this field`,
    }));
  return [];
}
