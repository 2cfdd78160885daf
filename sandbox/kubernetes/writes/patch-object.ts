import { ApiError, badRequest, unsupportedMediaType } from "@/sandbox/kubernetes/http/api-error";
import { isRecord } from "@/sandbox/kubernetes/json/values";
import { applyJsonPatch, JsonPatchError } from "@/sandbox/kubernetes/patch/json-patch";
import {
  applyMergePatch,
  applyStrategicMergePatch,
  StrategicMergePatchError,
} from "@/sandbox/kubernetes/patch/merge-patch";
import { type Draft, objectIn, type ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/shelf";
import { parseDraft } from "./draft";

export const jsonPatchType = "application/json-patch+json";
const mergePatchType = "application/merge-patch+json";
const strategicMergePatchType = "application/strategic-merge-patch+json";
export const applyPatchType = "application/apply-patch+yaml";
/** The JSON form that Kubernetes 1.32 takes beside the YAML one. */
export const applyPatchJsonType = "application/apply-patch+json";

interface Patched {
  /** In the version that was asked for. */
  draft: Draft;
  /** What the API server's error shows of a patch whose result cannot be decoded. */
  shown(): string;
}

/** What a patch makes of an object, by the patch's media type. Throws 400, 415 and 422. */
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

/** A value as Go prints it with `%+v`: maps with sorted keys. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (!isRecord(value)) return value === null ? "<nil>" : String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key])}`).join(" ")}]`;
}
