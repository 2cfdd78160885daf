import { ApiError, badRequest, invalid, unsupportedMediaType } from "../http/api-error";
import { applyJsonPatch, JsonPatchError } from "../patch/json-patch";
import { applyMergePatch } from "../patch/merge-patch";
import { applyStrategicMergePatch, StrategicMergePatchError } from "../patch/strategic-merge-patch";
import type { ResourceType } from "../resources/resource-type";
import type { Entry } from "../store/entry";
import { parseDraft } from "./parse-draft";
import { updateObject } from "./update-object";
import type { WriteContext } from "./write-context";

export const jsonPatchType = "application/json-patch+json";
const mergePatchType = "application/merge-patch+json";
const strategicMergePatchType = "application/strategic-merge-patch+json";
export const applyPatchType = "application/apply-patch+yaml";
/** The JSON form that Kubernetes 1.32 takes beside the YAML one. */
export const applyPatchJsonType = "application/apply-patch+json";

/** Patches an object by the patch's media type. Throws 400, 409, 415 and 422. */
export function patchObject(
  context: WriteContext,
  existing: Entry,
  patch: unknown,
  mediaType: string,
): Entry {
  const { type } = context;
  const patched = patchedState(type, existing, patch, mediaType);
  return updateObject(context, existing, parseDraft(patched, type));
}

function patchedState(type: ResourceType, { object }: Entry, patch: unknown, mediaType: string): unknown {
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
      const message = `the server rejected our request due to an error in our request: ${error.message}`;
      throw Array.isArray(patch)
        ? new ApiError(422, "Invalid", message, invalid(type, object.metadata.name, []).details)
        : badRequest(error.message);
    }
    if (error instanceof StrategicMergePatchError) throw badRequest(error.message);
    throw error;
  }
}

function unsupported(mediaType: string, accepted: readonly string[]): ApiError {
  return unsupportedMediaType(mediaType, accepted);
}
