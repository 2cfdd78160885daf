import type { Problem } from "@/lib/api/problem";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { managersOf } from "@/lib/kubernetes/field-owners";
import { fieldPath } from "@/lib/kubernetes/field-path";
import { mergePatchOf } from "@/lib/kubernetes/merge-patch";
import { applyObject, getObject, mergeObject } from "@/lib/kubernetes/objects";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { ApplyResult } from "@/lib/kubernetes/write-result";
import { applied } from "@/lib/server/http/problem-error";
import type { ClusterRuntime } from "../cluster-runtime";
import { ProblemError } from "../http/problem-error";
import { wantedOf } from "../wanted";
import type { Codec, Path } from "./codec";
import { leftoversOf } from "./leftovers";
import { replacementOf, writtenPart } from "./replacement";

export interface SaveRequest {
  codec: Codec;
  namespace: string;
  name: string;
  /** What is asked for, with our own fields only, made anew when somebody else was quicker. Throws when it is wrong. */
  build(current: KubernetesObject): KubernetesObject;
  /** What the form was filled from; without it the last one to save wins. */
  resourceVersion?: string | undefined;
  /** Takes over what others own, and removes it where the form has removed it. */
  force: boolean;
}

type Errors = NonNullable<Problem["errors"]>;
type Written = ApplyResult<KubernetesObject>;

const mostAttempts = 4;

/**
 * Saves an edit so that it is never silently wrong: what the form has removed is gone afterwards, or nothing is
 * written and a `conflict` names the fields and who owns them. What the form does not know of stays. One write.
 */
export async function saveForm(runtime: ClusterRuntime, request: SaveRequest): Promise<KubernetesObject> {
  const { codec, namespace, name, resourceVersion, build } = request;
  const named = `${codec.title} ${name}`;
  for (let attempt = 1; ; attempt += 1) {
    const current = (await getObject(runtime, codec.kind, namespace, name)) as KubernetesObject | null;
    if (!current) throw new ProblemError("not-found", `${namespace} has no ${named}.`);
    if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
      throw overtaken(runtime, codec, current);
    const asked = build(current);
    const result = await attemptSave(runtime, request, asked, current);
    const isRace = !result.ok && result.reason === "changed";
    const inForm = (field: string) => codec.formPath(asked, fieldPath(field, asked));
    if (!isRace || attempt === mostAttempts) return applied(result, named, inForm);
  }
}

async function attemptSave(
  runtime: ClusterRuntime,
  { codec, namespace, name, force }: SaveRequest,
  asked: KubernetesObject,
  current: KubernetesObject,
): Promise<Written> {
  const version = current.metadata.resourceVersion;
  const apply = (options: { dryRun?: boolean; force: boolean }) =>
    applyObject(runtime, wantedOf(codec.kind, asked, version), options) as Promise<Written>;
  const merge = (patch: Record<string, unknown>) => {
    const body = { ...patch, metadata: { ...(patch.metadata ?? {}), resourceVersion: version } };
    return mergeObject(runtime, codec.kind, { namespace, name }, body) as Promise<Written>;
  };

  const first = await apply({ dryRun: true, force });
  const isConflict = !first.ok && first.reason === "conflict";
  // A field that another part of the panel has patched is our own all the same.
  const forced = force || isConflict;
  const tried = isConflict ? await apply({ dryRun: true, force: true }) : first;
  const conflicts = isConflict ? conflictErrors(codec, asked, current, first.conflicts) : [];
  if (!tried.ok) {
    const instead = tried.reason === "invalid" ? await replacementOf(runtime, codec, asked, current) : null;
    if (!instead) return tried;
    const owned = instead.owned.map(({ shown, manager, message }) => ({
      path: [...shown],
      message,
      manager,
    }));
    const errors = [...conflicts, ...owned];
    if (!force && errors.length > 0) throw ownedByOthers(runtime, codec, current, errors);
    return merge(instead.patch);
  }
  const askedForm = codec.toForm(asked);
  const left = leftoversOf(askedForm, codec.toForm(tried.object)).map((leftover) => {
    const place = codec.objectPath(tried.object, leftover.shown);
    return { ...leftover, place, managers: foreign(managersOf(tried.object as never, place)) };
  });
  if (!force) {
    const errors = [
      ...conflicts,
      ...left.flatMap(({ asked: path, place, managers }) =>
        managers.map((manager) => ({ path: [...path], message: stillOwned(manager, place), manager })),
      ),
    ];
    if (errors.length > 0) throw ownedByOthers(runtime, codec, current, errors);
  }
  if (left.length === 0) return apply({ force: forced });
  const places = left.map(({ place }) => place);
  const next = codec.repair(tried.object, asked, places);
  return merge(mergePatchOf(writtenPart(current), writtenPart(next)) ?? {});
}

function foreign(managers: readonly string[]): string[] {
  return managers.filter((manager) => manager !== fieldManager);
}

function conflictErrors(
  codec: Codec,
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
      return { path: [...codec.formPath(asked, place)], message: `${manager} owns ${field}.`, manager };
    });
}

function stillOwned(manager: string, place: Path): string {
  return `${manager} owns ${place.join(".")}, so that removing it here alone does not take it away.`;
}

export function overtaken(runtime: ClusterRuntime, codec: Codec, current: KubernetesObject): ProblemError {
  const detail = `${codec.title} ${current.metadata.name} was changed since this form was opened.`;
  return new ProblemError("conflict", detail, undefined, codec.view(current, runtime));
}

export function ownedByOthers(
  runtime: ClusterRuntime,
  codec: Codec,
  current: KubernetesObject,
  errors: Errors,
): ProblemError {
  const managers = [...new Set(errors.map(({ manager }) => manager))].join(", ");
  const detail =
    `${codec.title} ${current.metadata.name} has fields that ${managers} owns. ` +
    "Save it with force to take them over; the other writer may set them again.";
  return new ProblemError("conflict", detail, errors, codec.view(current, runtime));
}
