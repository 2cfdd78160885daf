"use client";
import { ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { DestinationRuleEditor } from "./destination-rule-editor";

/** Creates a Destination Rule, or edits the one of this name. */
export function DestinationRuleForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="DestinationRule" Editor={DestinationRuleEditor} {...props} />;
}
