import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { parseFieldSelector } from "@/sandbox/kubernetes/selectors/field-selector";
import { parseLabelSelector, SelectorError } from "@/sandbox/kubernetes/selectors/label-selector";
import { badRequest } from "./api-error";
import type { ApiRequest } from "./api-request";

/** What `labelSelector` and `fieldSelector` (and a name in a watch's path) pick; null for everything. */
export function selectionOf(api: ApiRequest): ((object: StoredObject) => boolean) | null {
  const labels = api.query.get("labelSelector");
  const fields = api.query.get("fieldSelector");
  if (!labels && !fields && api.name === undefined) return null;
  try {
    const byLabel = labels ? parseLabelSelector(labels) : null;
    const byField = fields ? parseFieldSelector(fields, api.type.group, api.type.plural) : null;
    return (object) =>
      (byLabel === null || byLabel(object.metadata.labels)) &&
      (byField === null || byField(object)) &&
      (api.name === undefined || object.metadata.name === api.name);
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}
