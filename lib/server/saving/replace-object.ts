import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { forExport } from "@/lib/istio/yaml/write";
import { managersOf } from "@/lib/kubernetes/field-owners";
import { mergePatchOf } from "@/lib/kubernetes/merge-patch";
import { applyObject, getObject, mergeObject } from "@/lib/kubernetes/objects";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { ApplyResult } from "@/lib/kubernetes/write-result";
import { applied } from "../http/applied";
import { ProblemError } from "../http/problem-error";
import type { Runtime } from "../runtime";
import { wantedOf } from "../wanted";
import type { Path } from "./codec";
import { meshCodec } from "./mesh-codec";
import { overtaken, ownedByOthers } from "./save-form";

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
export async function replaceObject(runtime: Runtime, replacement: Replacement): Promise<KubernetesObject> {
  const { kind, object, resourceVersion, force } = replacement;
  const { namespace = "", name } = object.metadata;
  const codec = meshCodec(kind);
  const named = `${codec.title} ${name}`;
  const current = (await getObject(runtime, kind, namespace, name)) as KubernetesObject | null;
  if (!current) {
    if (resourceVersion !== undefined)
      throw new ProblemError("not-found", `${named} was deleted since it was opened.`);
    const created = await applyObject(runtime, wantedOf(kind, object), { create: true });
    return applied(created as ApplyResult<KubernetesObject>, named);
  }
  if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
    throw overtaken(runtime, codec, current);
  const patch = mergePatchOf(forExport(current), forExport(object));
  if (!patch) return current;
  if (!force) {
    const errors = leavesOf(patch).flatMap((path) =>
      managersOf(current as never, path)
        .filter((manager) => manager !== fieldManager)
        .map((manager) => ({ path: [...path], message: `${manager} owns ${path.join(".")}.`, manager })),
    );
    if (errors.length > 0) throw ownedByOthers(runtime, codec, current, errors);
  }
  const version = current.metadata.resourceVersion;
  const body = { ...patch, metadata: { ...(patch.metadata ?? {}), resourceVersion: version } };
  const result = await mergeObject(runtime, kind, { namespace, name }, body);
  if (!result.ok && result.reason === "changed") {
    const latest = (await getObject(runtime, kind, namespace, name)) as KubernetesObject | null;
    throw overtaken(runtime, codec, latest ?? current);
  }
  return applied(result as ApplyResult<KubernetesObject>, named);
}

/** The paths that a merge patch writes. */
function leavesOf(patch: object, at: Path = []): Path[] {
  return Object.entries(patch).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? leavesOf(value, [...at, key])
      : [[...at, key]],
  );
}
