import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { forExport } from "@/lib/istio/yaml/write";
import { fieldPath } from "@/lib/kubernetes/field-path";
import { mergePatchOf } from "@/lib/kubernetes/merge-patch";
import { applyObject, getObject, mergeObject } from "@/lib/kubernetes/objects";
import type { ApplyResult } from "@/lib/kubernetes/write-result";
import { applied } from "@/lib/server/http/problem-error";
import type { ClusterRuntime } from "../cluster-runtime";
import { ProblemError } from "../http/problem-error";
import { wantedOf } from "../wanted";
import { refuseRights } from "./allowed";
import type { Codec } from "./codec";
import { codecOf } from "./codec-of";
import { foreignFields } from "./foreign-fields";
import { overtaken, ownedByOthers } from "./save-form";

type Written = ApplyResult<KubernetesObject>;

const mostAttempts = 4;

export interface Replacement {
  kind: Kind;
  /** Whole, as it was edited in YAML; valid for its kind, in its namespace. */
  object: KubernetesObject;
  resourceVersion?: string | undefined;
  force: boolean;
}

/**
 * Makes the object exactly what was written, as `kubectl edit` does; creates it when there is none. Throws `conflict`
 * when it has moved on since `resourceVersion`, or when fields that others own would change and `force` is not set.
 */
export async function replaceObject(
  runtime: ClusterRuntime,
  replacement: Replacement,
): Promise<KubernetesObject> {
  const { kind, object, resourceVersion } = replacement;
  const { namespace = "", name } = object.metadata;
  const codec = codecOf(kind, object);
  const named = `${codec.title} ${name}`;
  for (let attempt = 1; ; attempt += 1) {
    const current = (await getObject(runtime, kind, namespace, name)) as KubernetesObject | null;
    if (!current && resourceVersion !== undefined)
      throw new ProblemError("not-found", `${named} was deleted since it was opened.`);
    if (current && resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
      throw overtaken(runtime, codec, current);
    refuseRights(runtime, kind, object, current);
    const result = await (current
      ? attemptReplace(runtime, replacement, current, codec)
      : (applyObject(runtime, wantedOf(kind, object), { create: true }) as Promise<Written>));
    const isRace = !result.ok && result.reason === "changed";
    // Whoever names a version is told at the next look; else the edit is put on whatever stands by then.
    if (!isRace || attempt === mostAttempts)
      return applied(result, named, (field) => fieldPath(field, object));
  }
}

async function attemptReplace(
  runtime: ClusterRuntime,
  { kind, object, force }: Replacement,
  current: KubernetesObject,
  codec: Codec,
): Promise<Written> {
  const patch = mergePatchOf(forExport(current), forExport(object));
  if (!patch) return { ok: true, object: current };
  if (!force) {
    const errors = foreignFields(current, object).map(({ path, manager }) => ({
      path,
      message: `${manager} owns ${path.join(".")}.`,
      manager,
    }));
    if (errors.length > 0) throw ownedByOthers(runtime, codec, current, errors);
  }
  const { namespace = "", name, resourceVersion } = current.metadata;
  const body = { ...patch, metadata: { ...(patch.metadata ?? {}), resourceVersion } };
  return mergeObject(runtime, kind, { namespace, name }, body) as Promise<Written>;
}
