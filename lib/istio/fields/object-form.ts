import { labelProblem, objectNameProblem } from "@/lib/model/dns-name";
import { labelsSchema } from "@/lib/model/labels";
import {
  annotationsFromMetadata,
  metadataFromAnnotations,
  metadataKeyOf,
  metadataPrefix,
  metadataSchema,
} from "@/lib/model/metadata-keys";
import type { ObjectMeta } from "@/lib/model/object";
import { dropUndefined, orAbsent } from "./drop-empty";
import { checkedText } from "./field-problem";
import { both, type Place, type Steps, step } from "./places";
import { texts } from "./texts";

/** The first fields of every form; the name is that of a Kubernetes object. */
export const objectFields = {
  name: checkedText(objectNameProblem),
  labels: labelsSchema.default({}),
  metadata: metadataSchema.default({}).describe(texts.metadataHelp),
};

/** The same for kinds whose name is one DNS label, such as Gateways. */
export const labelNamedFields = { ...objectFields, name: checkedText(labelProblem) };

/** What every form has: name, labels, and metadata that become annotations `lamia.dev/<key>`. */
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

const metadataKey: Steps = {
  inForm: 1,
  inObject: 1,
  toObject: (_, [key]) => [`${metadataPrefix}${key}`],
  toForm: (_, [annotation]) => {
    const key = metadataKeyOf(String(annotation));
    return key === null ? null : [key];
  },
};

/** Where the common fields are in an object. */
export const objectPlaces: readonly Place[] = [
  both(["name"], ["metadata", "name"]),
  both(["labels", step.rest], ["metadata", "labels", step.rest]),
  both(["metadata", metadataKey], ["metadata", "annotations", metadataKey]),
  both(["metadata"], ["metadata", "annotations"]),
];

/** All other fields have the same name in the form as in the spec. */
export const specPlaces = both([step.rest], ["spec", step.rest]);
