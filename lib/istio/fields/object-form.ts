import type { ObjectMeta } from "@/lib/istio/object-meta";
import { labelProblem, objectNameProblem } from "./dns-name";
import { dropUndefined, orAbsent } from "./drop-empty";
import { checkedText } from "./field-problem";
import { labelsSchema } from "./labels";
import { annotationsFromMetadata, metadataFromAnnotations, metadataSchema } from "./metadata";

/** Fields that every form begins with; the name is that of a Kubernetes object. */
export const objectFields = {
  name: checkedText(objectNameProblem),
  labels: labelsSchema.default({}),
  metadata: metadataSchema.default({}).describe("Stands as annotations lamia.dev/<key>"),
};

/** The same for kinds whose name is one DNS label, such as Gateways. */
export const labelNamedFields = { ...objectFields, name: checkedText(labelProblem) };

/** What every form has: name, labels, and metadata that stand as annotations `lamia.dev/<key>`. */
interface ObjectForm {
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
