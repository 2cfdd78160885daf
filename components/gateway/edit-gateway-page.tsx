"use client";
import { FormPagePlaceholder } from "@/components/mesh-object/form-page-placeholder";
import { deferred } from "@/components/ui/deferred";

const EditGateway = deferred(
  () => import("./edit-gateway").then((module) => module.EditGateway),
  () => <FormPagePlaceholder what="Gateway" />,
);

/** The page on which a gateway is edited; the form is fetched once the page is awake. */
export function EditGatewayPage(props: { virtualCluster: string; name: string }) {
  return <EditGateway {...props} />;
}
