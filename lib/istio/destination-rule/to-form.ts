import { objectForm } from "../fields/object-form";
import type { DestinationRuleForm } from "./form";
import type { DestinationRuleObject } from "./object";

/** The form that shows a Destination Rule, whoever made it. */
export function formFromDestinationRule({ metadata, spec }: DestinationRuleObject): DestinationRuleForm {
  return {
    ...objectForm(metadata),
    service: spec.host,
    subsets: (spec.subsets ?? []).map(({ name, labels }) => ({ name, labels: { ...labels } })),
  };
}
