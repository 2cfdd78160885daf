import { z } from "zod";
import { labelProblem } from "../fields/dns-name";
import { repeated, reporting } from "../fields/field-problem";
import { labelsSchema } from "../fields/labels";
import { objectFields } from "../fields/object-fields";
import { meshHostProblem } from "../fields/service-host";
import { checkedDnsText, checkedText } from "../fields/text";

const subsetSchema = z.object({
  name: checkedText(labelProblem),
  labels: labelsSchema.default({}).describe("Labels of the pods in the subset, such as version=v1"),
});

export type SubsetForm = z.output<typeof subsetSchema>;

/** The Destination Rule form. Rules: Istio, Destination Rule reference. */
export const destinationRuleFormSchema = z
  .object({
    ...objectFields,
    service: checkedDnsText((host) =>
      host === "*" ? "Name a service; “*” alone is none" : meshHostProblem(host),
    ).describe("The service whose pods are divided: its name, or the full name of one in another namespace"),
    subsets: z.array(subsetSchema).default([]),
  })
  .superRefine(
    reporting(({ subsets }) =>
      repeated(
        subsets,
        ({ name }) => name,
        (index) => ["subsets", index, "name"],
        (name) => `There is a subset “${name}” already`,
      ),
    ),
  );

export type DestinationRuleForm = z.output<typeof destinationRuleFormSchema>;
export type DestinationRuleFormInput = z.input<typeof destinationRuleFormSchema>;
