import type { Kind } from "@/lib/istio/kinds";
import { forExport } from "@/lib/istio/yaml/write";
import { fieldPath, mergePatchOf } from "@/lib/kubernetes/objects/field-paths";
import { applyObject, mergeObject } from "@/lib/kubernetes/objects/objects";
import type { ApplyResult } from "@/lib/kubernetes/objects/write-result";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "../cluster-runtime";
import { refusedRights } from "./allowed";
import { foreignFields } from "./differences";
import { replacementOf } from "./replacement";
import { texts } from "./texts";

export interface Refusal {
  /** In the object. */
  path: (string | number)[];
  message: string;
  manager?: string;
}

export interface Trial {
  /** As it would be afterwards; where the cluster refuses it, as it was written. */
  object: KubernetesObject;
  refusals: Refusal[];
}

interface Wanted {
  kind: Kind;
  object: KubernetesObject;
  current: KubernetesObject | null;
  /** The object is all that is to stand, rather than our own fields of it. */
  whole: boolean;
  /** It is saved by its form, rather than applied as it is. */
  byForm?: boolean;
}

/**
 * Asks the API server by a dry run what would come of a write; fields that others own are reported, and taken as ours. What
 * pods may not ask for here is among the refusals.
 */
export async function tryObject(cluster: ClusterRuntime, wanted: Wanted): Promise<Trial> {
  const trial = await dryRunOf(cluster, wanted);
  const rights = refusedRights(cluster, wanted.kind, trial.object, wanted.current);
  return { ...trial, refusals: [...trial.refusals, ...rights] };
}

async function dryRunOf(
  cluster: ClusterRuntime,
  { kind, object, current, whole, byForm }: Wanted,
): Promise<Trial> {
  const dryRun = true;
  if (whole && current) {
    const { namespace = "", name } = object.metadata;
    const patch = mergePatchOf(forExport(current), forExport(object));
    if (!patch) return { object: current, refusals: [] };
    const owned = foreignFields(current, object).map((field) => ({
      ...field,
      message: texts.ownsField({ manager: field.manager }),
    }));
    return trialOf(object, owned, await mergeObject(cluster, kind, { namespace, name }, patch, { dryRun }));
  }
  const first = await applyObject(cluster, kind, object, { dryRun });
  const isConflict = !first.ok && first.reason === "conflict";
  const refusals = (isConflict ? first.conflicts : [])
    .filter(({ manager }) => manager !== fieldManager)
    .map(({ field, manager }) => ({
      path: fieldPath(field, object),
      message: texts.ownsField({ manager }),
      manager,
    }));
  const tried = isConflict ? await applyObject(cluster, kind, object, { dryRun, force: true }) : first;
  if (byForm && current && !tried.ok && tried.reason === "invalid") {
    const instead = await replacementOf(cluster, object, current);
    const owned = instead?.owned.map(({ place, ...rest }) => ({ ...rest, path: [...place] })) ?? [];
    if (instead) return { object: instead.object, refusals: [...refusals, ...owned] };
  }
  return trialOf(object, refusals, tried);
}

function trialOf(object: KubernetesObject, refusals: Refusal[], result: ApplyResult<unknown>): Trial {
  if (result.ok) return { object: result.object as KubernetesObject, refusals };
  if (result.reason !== "invalid") return { object, refusals };
  const errors = result.errors.map(({ path, message }) => ({ path: fieldPath(path, object), message }));
  return { object, refusals: [...refusals, ...errors] };
}
