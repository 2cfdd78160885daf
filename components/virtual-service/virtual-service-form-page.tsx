"use client";
import { FormPagePlaceholder } from "@/components/mesh-object/form-page-placeholder";
import { deferred } from "@/components/ui/deferred";

const VirtualServiceForm = deferred(
  () => import("./virtual-service-form").then((module) => module.VirtualServiceForm),
  () => <FormPagePlaceholder kind="VirtualService" />,
);

/** The page on which a Virtual Service is created or edited; the form is fetched once the page is awake. */
export function VirtualServiceFormPage(props: { virtualCluster: string; name?: string }) {
  return <VirtualServiceForm {...props} />;
}
