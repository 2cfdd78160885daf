import { timestamp } from "@/sandbox/kubernetes/cluster";
import {
  ApiError,
  badRequest,
  conflict,
  noSuchPath,
  unsupportedMediaType,
} from "@/sandbox/kubernetes/http/api-error";
import { isRecord } from "@/sandbox/kubernetes/json/values";
import {
  type ApplyConflict,
  applyConfiguration,
  decodeManagedFields,
  type ManagedEntry,
} from "@/sandbox/kubernetes/managed-fields/apply";
import { pathText } from "@/sandbox/kubernetes/managed-fields/field-paths";
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  JsonPatchError,
  StrategicMergePatchError,
} from "@/sandbox/kubernetes/patch";
import { type Draft, objectIn, type ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/object-store";
import { createObject } from "./create-object";
import { parseDraft, type WriteContext } from "./draft";
import { updateObject } from "./update-object";

/**
 * Server-side apply: creates the object, or merges the configuration into it and records the manager.
 * Throws 409 with one FieldManagerConflict per field of another manager, unless `force`.
 */
export function applyObject(
  context: WriteContext,
  existing: Entry | undefined,
  configuration: Draft,
  force: boolean,
): Entry {
  const { cluster, type, writer } = context;
  if (configuration.metadata.managedFields !== undefined)
    throw badRequest("metadata.managedFields must be nil");
  const scoped = scopedConfiguration(context, configuration);
  const time = timestamp(cluster.now());
  const known = decodeManagedFields(existing?.object.metadata.managedFields);
  const applied = applyConfiguration(existing?.object ?? {}, scoped, type.schema, known, writer, {
    force,
    time,
  });
  if (!existing) {
    if (context.subresource) throw noSuchPath();
    const { name, uid } = configuration.metadata;
    if (uid) {
      const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
      throw conflict(type, name, why);
    }
    return createObject(context, { ...scoped, metadata: { ...configuration.metadata } }, applied.entries);
  }
  if (applied.conflicts.length > 0) throw applyConflict(applied.conflicts);
  const next = applied.object as Draft;
  const identity = {
    resourceVersion: configuration.metadata.resourceVersion ?? existing.object.metadata.resourceVersion,
    uid: configuration.metadata.uid ?? existing.object.metadata.uid,
  };
  return updateObject(
    context,
    existing,
    { ...next, metadata: { ...next.metadata, ...identity } },
    applied.entries,
  );
}

/** An apply to the object owns nothing in the status; an apply to the status owns nothing else. */
function scopedConfiguration({ type, subresource }: WriteContext, configuration: Draft): Draft {
  const { status, ...rest } = configuration;
  if (subresource === "status") {
    const { apiVersion, kind, metadata } = configuration;
    const { name, namespace } = metadata;
    const identity = { name, ...(namespace !== undefined && { namespace }) };
    return { apiVersion, kind, metadata: identity, ...(status !== undefined && { status }) };
  }
  return type.status ? rest : configuration;
}

function applyConflict(conflicts: readonly ApplyConflict[]): ApiError {
  const causes = conflicts.map(({ owner, path }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${ownerText(owner)}`,
    field: pathText(path),
  }));
  return new ApiError(409, "Conflict", conflictText(conflicts), { causes });
}

function conflictText(conflicts: readonly ApplyConflict[]): string {
  const [first] = conflicts;
  if (conflicts.length === 1 && first) {
    return `Apply failed with 1 conflict: conflict with ${ownerText(first.owner)}: ${pathText(first.path)}`;
  }
  const byOwner = new Map<string, string[]>();
  for (const { owner, path } of conflicts) {
    const name = ownerText(owner);
    byOwner.set(name, [...(byOwner.get(name) ?? []), `- ${pathText(path)}`]);
  }
  const texts = [...byOwner].map(([name, paths]) => `conflicts with ${name}:\n${paths.join("\n")}`);
  return `Apply failed with ${conflicts.length} conflicts: ${texts.join("\n")}`;
}

function ownerText({ manager, operation, subresource, apiVersion, time }: ManagedEntry): string {
  const name =
    JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : "");
  if (operation === "Apply") return name;
  return `${name} using ${apiVersion}${time === "" ? "" : ` at ${time}`}`;
}

export const jsonPatchType = "application/json-patch+json";
const mergePatchType = "application/merge-patch+json";
const strategicMergePatchType = "application/strategic-merge-patch+json";
export const applyPatchType = "application/apply-patch+yaml";
/** The JSON format that Kubernetes 1.32 accepts besides YAML. */
export const applyPatchJsonType = "application/apply-patch+json";

interface Patched {
  /** In the requested version. */
  draft: Draft;
  /** What the API server's error shows of a patch whose result can't be decoded. */
  shown(): string;
}

/** The result of a patch, by its media type. Throws 400, 415 and 422. */
export function patchedDraft(
  type: ResourceType,
  version: string,
  { object }: Entry,
  patch: unknown,
  mediaType: string,
): Patched {
  const before = objectIn(type, version, object as unknown as Record<string, unknown>);
  const draft = parseDraft(patchedState(type, before, patch, mediaType), type);
  const shown = () => (mediaType === strategicMergePatchType ? goText(patch) : JSON.stringify(draft));
  return { draft, shown };
}

function patchedState(type: ResourceType, object: unknown, patch: unknown, mediaType: string): unknown {
  try {
    switch (mediaType) {
      case jsonPatchType:
        return applyJsonPatch(object, patch);
      case mergePatchType:
        return applyMergePatch(object, patch);
      case strategicMergePatchType:
        if (type.custom) throw unsupported(mediaType, [jsonPatchType, mergePatchType, applyPatchType]);
        return applyStrategicMergePatch(object, patch, type.schema);
      default:
        throw unsupported(mediaType, [
          jsonPatchType,
          mergePatchType,
          strategicMergePatchType,
          applyPatchType,
        ]);
    }
  } catch (error) {
    if (error instanceof JsonPatchError) {
      if (!Array.isArray(patch)) throw badRequest(error.message);
      const message = "the server rejected our request due to an error in our request";
      throw new ApiError(422, "Invalid", message, {});
    }
    if (error instanceof StrategicMergePatchError) throw badRequest(error.message);
    throw error;
  }
}

function unsupported(mediaType: string, accepted: readonly string[]): ApiError {
  return unsupportedMediaType(mediaType, accepted);
}

/** A value in the format of Go's `%+v`: maps with sorted keys. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (!isRecord(value)) return value === null ? "<nil>" : String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key])}`).join(" ")}]`;
}
