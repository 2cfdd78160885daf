import { objectForm } from "../fields/object-form";
import { withSpec } from "../fields/with-spec";
import type { DestinationRuleForm } from "./form";
import type { DestinationRuleObject } from "./object";

/** The form that shows a Destination Rule, whoever made it. */
export function formFromDestinationRule(rule: DestinationRuleObject): DestinationRuleForm {
  const { metadata, spec } = withSpec(rule);
  return {
    ...objectForm(metadata),
    service: spec.host ?? "",
    subsets: (spec.subsets ?? []).map(({ name, labels }) => ({ name, labels: { ...labels } })),
  };
}
