import type { ObjectMeta } from "../object-meta";
import { dropUndefined, orAbsent } from "./drop-empty";
import { annotationsFromMetadata, metadataFromAnnotations } from "./metadata";

/** What every form has: name, labels, and metadata that stand as annotations `lamia.dev/<key>`. */
export interface ObjectForm {
  name: string;
  labels: Record<string, string>;
  metadata: Record<string, string>;
}

/** The `metadata` of a manifest with Lamia's own fields only. */
export function objectMeta(
  form: ObjectForm,
  namespace: string,
  annotations: Record<string, string> = {},
): ObjectMeta {
  return dropUndefined({
    name: form.name,
    namespace,
    labels: orAbsent({ ...form.labels }),
    annotations: orAbsent({ ...annotationsFromMetadata(form.metadata), ...annotations }),
  });
}

/** The common part of the form that shows an object. */
export function objectForm(metadata: ObjectMeta): ObjectForm {
  return {
    name: metadata.name,
    labels: { ...metadata.labels },
    metadata: metadataFromAnnotations(metadata.annotations),
  };
}
