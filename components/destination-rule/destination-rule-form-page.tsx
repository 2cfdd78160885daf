"use client";
import { FormPagePlaceholder } from "@/components/mesh-object/form-page-placeholder";
import { deferred } from "@/components/ui/deferred";

const DestinationRuleForm = deferred(
  () => import("./destination-rule-form").then((module) => module.DestinationRuleForm),
  () => <FormPagePlaceholder kind="DestinationRule" />,
);

/** The page on which a Destination Rule is created or edited; the form is fetched once the page is awake. */
export function DestinationRuleFormPage(props: { virtualCluster: string; name?: string }) {
  return <DestinationRuleForm {...props} />;
}
