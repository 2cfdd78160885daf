"use client";
import { FormPagePlaceholder } from "@/components/mesh-object/form-page-placeholder";
import { deferred } from "@/components/ui/deferred";

const GatewayForm = deferred(
  () => import("./gateway-form").then((module) => module.GatewayForm),
  () => <FormPagePlaceholder kind="Gateway" />,
);

/** The page on which a gateway is edited; the form is fetched once the page is awake. */
export function EditGatewayPage(props: { virtualCluster: string; name: string }) {
  return <GatewayForm {...props} />;
}
