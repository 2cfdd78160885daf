import type { Problem } from "@/lib/api/problem";
import type { Path } from "@/lib/istio/fields/places";
import type { Kind } from "@/lib/istio/kinds";
import { editedObject, readEdit } from "@/lib/istio/kinds/edited-object";
import { formPath, objectPath } from "@/lib/istio/kinds/fields-at";
import { fieldPath, managersOf, mergePatchOf } from "@/lib/kubernetes/objects/field-paths";
import { type ApplyResult, applyObject, getObject, mergeObject } from "@/lib/kubernetes/objects/objects";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "../cluster-runtime";
import { applied, ProblemError } from "../http/problem-error";
import { requireWritable } from "./allowed";
import { invalidForm, overtaken, ownedByOthers, refuseRenaming, refuseUnsound } from "./refusals";
import { repaired, replacementOf, writableForm, writtenPart } from "./replacement";
import { texts } from "./texts";
import { leftoversOf } from "./try-object";

/** An object created or changed by its form. */
export interface FormEdit {
  kind: Kind;
  namespace: string;
  name: string;
  /** As it was sent. */
  form: unknown;
  /** The version that the form was filled from. Without it, the last one to save wins. */
  resourceVersion?: string | undefined;
  /** Takes over what others own, and removes it if the form has removed it. */
  force: boolean;
  /** Saves although a check finds an error that the change causes. */
  ignoreFindings: boolean;
}

type Errors = NonNullable<Problem["errors"]>;
type Written = ApplyResult<KubernetesObject>;

const mostAttempts = 4;

/** Creates the object that a valid form describes. Throws `already-exists`, or `invalid` at fields of the form. */
export async function createFromForm(
  cluster: ClusterRuntime,
  { kind, namespace, form, ignoreFindings }: Pick<FormEdit, "kind" | "namespace" | "form" | "ignoreFindings">,
): Promise<KubernetesObject> {
  requireWritable(cluster, namespace);
  const made = editedObject(kind, form, namespace, null);
  await refuseUnsound(cluster, made, null, { ignoreFindings });
  const result = (await applyObject(cluster, kind, made.own, { create: true })) as Written;
  return applied(result, `${kind} ${made.own.metadata.name}`);
}

/**
 * Saves an edit so that it is never silently wrong: either everything that the form removed is gone afterwards, or
 * nothing is written and a `conflict` names the fields and their owners. What the form doesn't show stays. One
 * write.
 */
export async function saveForm(cluster: ClusterRuntime, edit: FormEdit): Promise<KubernetesObject> {
  const { kind, namespace, name, form, resourceVersion } = edit;
  requireWritable(cluster, namespace);
  refuseRenaming(kind, form, name);
  for (let attempt = 1; ; attempt += 1) {
    const current = (await getObject(cluster, kind, namespace, name)) as KubernetesObject | null;
    if (!current) throw new ProblemError("not-found", texts.notFound({ namespace, kind, name }));
    if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
      throw overtaken(cluster, current);
    const read = readEdit(kind, form, current);
    if ("problems" in read) throw invalidForm(read.problems);
    const edited = editedObject(kind, read.form, namespace, current);
    await refuseUnsound(cluster, edited, current, edit);
    const result = await attemptSave(cluster, edit, edited.own, current);
    const isRace = !result.ok && result.reason === "changed";
    const inForm = (field: string) => formPath(edited.own, fieldPath(field, edited.own));
    if (!isRace || attempt === mostAttempts) return applied(result, `${kind} ${name}`, inForm);
  }
}

async function attemptSave(
  cluster: ClusterRuntime,
  { kind, namespace, name, force }: FormEdit,
  asked: KubernetesObject,
  current: KubernetesObject,
): Promise<Written> {
  const { resourceVersion } = current.metadata;
  const apply = (options: { dryRun?: boolean; force: boolean }) =>
    applyObject(cluster, kind, asked, { ...options, resourceVersion }) as Promise<Written>;
  const merge = (patch: Record<string, unknown>) => {
    const body = { ...patch, metadata: { ...(patch.metadata ?? {}), resourceVersion } };
    return mergeObject(cluster, kind, { namespace, name }, body) as Promise<Written>;
  };

  const first = await apply({ dryRun: true, force });
  const isConflict = !first.ok && first.reason === "conflict";
  // A field that another part of the panel has patched still belongs to us.
  const forced = force || isConflict;
  const tried = isConflict ? await apply({ dryRun: true, force: true }) : first;
  const conflicts = isConflict ? conflictErrors(asked, current, first.conflicts) : [];
  if (!tried.ok) {
    const instead = tried.reason === "invalid" ? await replacementOf(cluster, asked, current) : null;
    if (!instead) return tried;
    const owned = instead.owned.map(({ shown, manager, message }) => ({
      path: [...shown],
      message,
      manager,
    }));
    const errors = [...conflicts, ...owned];
    if (!force && errors.length > 0) throw ownedByOthers(cluster, current, errors);
    return merge(instead.patch);
  }
  const left = leftoversOf(writableForm(asked), writableForm(tried.object)).map((leftover) => {
    const place = objectPath(tried.object, leftover.shown);
    return { ...leftover, place, managers: foreign(managersOf(tried.object as never, place)) };
  });
  if (!force) {
    const errors = [
      ...conflicts,
      ...left.flatMap(({ asked: path, place, managers }) =>
        managers.map((manager) => ({ path: [...path], message: stillOwned(manager, place), manager })),
      ),
    ];
    if (errors.length > 0) throw ownedByOthers(cluster, current, errors);
  }
  if (left.length === 0) return apply({ force: forced });
  const places = left.map(({ place }) => place);
  const next = repaired(tried.object, asked, places);
  return merge(mergePatchOf(writtenPart(current), writtenPart(next)) ?? {});
}

function foreign(managers: readonly string[]): string[] {
  return managers.filter((manager) => manager !== fieldManager);
}

function conflictErrors(
  asked: KubernetesObject,
  current: KubernetesObject,
  conflicts: readonly { field: string; manager: string }[],
): Errors {
  return conflicts
    .filter(({ manager }) => manager !== fieldManager)
    .map(({ field, manager }) => {
      const inCurrent = fieldPath(field, current);
      const inAsked = fieldPath(field, asked);
      const place = inAsked.length >= inCurrent.length ? inAsked : inCurrent;
      return { path: [...formPath(asked, place)], message: `${manager} owns ${field}.`, manager };
    });
}

function stillOwned(manager: string, place: Path): string {
  return texts.sharedField({ manager, field: place.join(".") });
}
