import { badRequest } from "@/sandbox/kubernetes/http/api-error";
import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import {
  type Draft,
  groupVersion,
  type ResourceType,
  storageVersion,
} from "@/sandbox/kubernetes/resources/resource-type";

/**
 * Reads a body as an object of the type.
 * Throws 400 where apiVersion or kind is missing or is another one.
 */
export function parseDraft(body: unknown, type: ResourceType): Draft {
  if (!isRecord(body)) throw badRequest("the body of the request must be an object");
  const { metadata, ...rest } = body;
  // As in the API server, a built-in kind may go unnamed where the path says it.
  const kind = body.kind ?? (type.custom ? undefined : type.kind);
  const apiVersion = body.apiVersion ?? (type.custom ? undefined : storageVersion(type));
  if (typeof kind !== "string" || kind === "") throw badRequest("Object 'Kind' is missing");
  const versions = type.versions.map((version) => groupVersion(type.group, version));
  if (kind !== type.kind || !versions.includes(String(apiVersion))) {
    const found = `(${String(apiVersion)}, kind ${kind})`;
    const expected = `${type.kind} in version ${versions.join(", ")}`;
    throw badRequest(`the API version in the data ${found} does not match the expected ${expected}`);
  }
  if (metadata !== undefined && metadata !== null && !isRecord(metadata)) {
    throw badRequest("metadata must be an object");
  }
  const name = isRecord(metadata) && typeof metadata.name === "string" ? metadata.name : "";
  const named = { ...metadata, name } as Draft["metadata"];
  return { ...rest, apiVersion: String(apiVersion), kind, metadata: named };
}

/** The object under the version that is stored. */
export function storedDraft(type: ResourceType, draft: Draft): Draft {
  const stored = type.convert ? (type.convert.toStored(draft) as Draft) : draft;
  return { ...stored, apiVersion: storageVersion(type) };
}
