import { labelProblem, objectNameProblem } from "./dns-name";
import { labelsSchema } from "./labels";
import { metadataSchema } from "./metadata";
import { checkedText } from "./text";

/** Fields that every form begins with; the name is that of a Kubernetes object. */
export const objectFields = {
  name: checkedText(objectNameProblem),
  labels: labelsSchema.default({}),
  metadata: metadataSchema.default({}).describe("Stands as annotations lamia.dev/<key>"),
};

/** The same for kinds whose name is one DNS label, such as Gateways. */
export const labelNamedFields = { ...objectFields, name: checkedText(labelProblem) };
