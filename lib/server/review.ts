import type { z } from "zod";
import type { draftSchema, Review } from "@/lib/api/mesh-object";
import { kindEntry } from "@/lib/istio/kinds";
import { nextObject } from "@/lib/istio/kinds/next-object";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { findingText } from "@/lib/istio/rules/finding-text";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import { toYaml } from "@/lib/istio/yaml/write";
import { getObject } from "@/lib/kubernetes/objects";
import { appearingFindings, isAbout } from "./findings-of-change";
import { ProblemError } from "./http/problem-error";
import type { Runtime } from "./runtime";
import { meshCodec, placeInForm } from "./saving/mesh-codec";
import { tryObject } from "./saving/try-object";

type Draft = z.output<typeof draftSchema>;
type Problems = Review["problems"];

/**
 * Throws `invalid` when the change would bring about an error in the object itself. Paths are those of its form, or
 * with `inObject` those of the object.
 */
export function refuseErrors(
  { mesh }: Pick<Runtime, "mesh">,
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
export async function reviewDraft(runtime: Runtime, namespace: string, draft: Draft): Promise<Review> {
  const { kind } = draft;
  const parsed = parsedDraft(draft, namespace);
  if ("problems" in parsed)
    return { problems: parsed.problems, refusals: [], findings: [], current: null, next: null };
  const current = (await getObject(runtime, kind, namespace, parsed.name)) as KubernetesObject | null;
  const { written, next } = parsed.build(current);
  const isWhole = "object" in draft;
  await runtime.mesh.lookUpCredentials({ apply: [next as unknown as CheckedObject] });
  const codec = meshCodec(kind);
  const tried = await tryObject(runtime, {
    kind,
    object: written,
    current,
    whole: isWhole,
    ...(isWhole ? {} : { codec }),
  });
  return {
    problems: [],
    refusals: tried.refusals.map(({ path, ...refusal }) => ({
      ...refusal,
      path: isWhole ? path : [...placeInForm(written, path)],
    })),
    findings: appearingFindings(runtime.mesh, [next]).map((finding) => ({
      ...finding,
      formPath: [...placeInForm(next, finding.path)],
    })),
    current: current ? toYaml(current) : null,
    // What an apply leaves standing, as others own it too, goes all the same when the form is saved.
    next: toYaml(current && !isWhole ? next : tried.object),
  };
}

interface Built {
  /** What is sent: of a form our own fields only. */
  written: KubernetesObject;
  /** What stands afterwards. */
  next: KubernetesObject;
}

function parsedDraft(
  draft: Draft,
  namespace: string,
): { problems: Problems } | { name: string; build(current: KubernetesObject | null): Built } {
  const { formSchema, fromForm } = kindEntry(draft.kind);
  if ("object" in draft) {
    const problems = objectProblems(draft.kind, draft.object);
    const object = draft.object as unknown as KubernetesObject;
    return problems.length > 0
      ? { problems }
      : {
          name: object.metadata.name,
          build() {
            const written = { ...object, metadata: { ...object.metadata, namespace } };
            return { written, next: written };
          },
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
  return {
    name,
    build: (current) => ({
      written: fromForm(form.data, namespace, current ?? undefined),
      next: nextObject(draft.kind, form.data, namespace, current),
    }),
  };
}
