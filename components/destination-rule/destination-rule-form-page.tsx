"use client";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { deferred } from "@/components/ui/deferred";

const DestinationRuleEditor = deferred(
  () => import("./destination-rule-editor").then((module) => module.DestinationRuleEditor),
  FormPlaceholder,
);

/** Creates a Destination Rule, or edits the one of this name. */
export function DestinationRuleFormPage(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="DestinationRule" Editor={DestinationRuleEditor} {...props} />;
}
