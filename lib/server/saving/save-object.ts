import { valueAt } from "@/lib/istio/edit/merge-edits";
import { objectFields } from "@/lib/istio/fields/object-form";
import type { Kind } from "@/lib/istio/kinds";
import { forExport } from "@/lib/istio/yaml/write";
import { fieldPath, mergePatchOf } from "@/lib/kubernetes/objects/field-paths";
import { type ApplyResult, applyObject, getObject, mergeObject } from "@/lib/kubernetes/objects/objects";
import type { KubernetesObject } from "@/lib/model/object";
import { applied } from "@/lib/server/http/problem-error";
import type { ClusterRuntime } from "../cluster-runtime";
import { ProblemError } from "../http/problem-error";
import { refuseRights } from "./allowed";
import { overtaken, ownedByOthers, titleOf } from "./refusals";
import { texts } from "./texts";
import { foreignFields } from "./try-object";

type Written = ApplyResult<KubernetesObject>;

const mostAttempts = 4;

export interface Replacement {
  kind: Kind;
  /** The whole object, as edited in YAML; valid for its kind, in its namespace. */
  object: KubernetesObject;
  resourceVersion?: string | undefined;
  force: boolean;
}

/**
 * Makes the object exactly what was written, as `kubectl edit` does; creates it if there is none. Throws `conflict`
 * if it has changed since `resourceVersion`, or if fields that others own would change and `force` isn't set.
 */
export async function replaceObject(
  cluster: ClusterRuntime,
  replacement: Replacement,
): Promise<KubernetesObject> {
  const { kind, object, resourceVersion } = replacement;
  const { namespace = "", name } = object.metadata;
  const named = titleOf(object);
  for (let attempt = 1; ; attempt += 1) {
    const current = (await getObject(cluster, kind, namespace, name)) as KubernetesObject | null;
    if (!current && resourceVersion !== undefined)
      throw new ProblemError("not-found", texts.deletedSince({ object: named }));
    if (current && resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
      throw overtaken(cluster, current);
    refuseRights(cluster, kind, object, current);
    const result = await (current
      ? attemptReplace(cluster, replacement, current)
      : (applyObject(cluster, kind, object, { create: true }) as Promise<Written>));
    const isRace = !result.ok && result.reason === "changed";
    // A save that names a version gets a conflict on the next read; without one, the edit applies to the current object.
    if (!isRace || attempt === mostAttempts)
      return applied(result, named, (field) => fieldPath(field, object));
  }
}

async function attemptReplace(
  cluster: ClusterRuntime,
  { kind, object, force }: Replacement,
  current: KubernetesObject,
): Promise<Written> {
  const patch = mergePatchOf(forExport(current), forExport(object));
  if (!patch) return { ok: true, object: current };
  if (!force) {
    const errors = foreignFields(current, object).map(({ path, manager }) => ({
      path,
      message: `${manager} owns ${path.join(".")}.`,
      manager,
    }));
    if (errors.length > 0) throw ownedByOthers(cluster, current, errors);
  }
  const { namespace = "", name, resourceVersion } = current.metadata;
  const body = { ...patch, metadata: { ...(patch.metadata ?? {}), resourceVersion } };
  return mergeObject(cluster, kind, { namespace, name }, body) as Promise<Written>;
}

/** The current object of this name; null if there is none, or if no object can have this name. */
export async function namedObject(
  cluster: ClusterRuntime,
  kind: Kind,
  written: unknown,
  namespace: string,
): Promise<KubernetesObject | null> {
  const name = objectFields.name.safeParse(valueAt(written, ["metadata", "name"]));
  if (!name.success) return null;
  return (await getObject(cluster, kind, namespace, name.data)) as KubernetesObject | null;
}
