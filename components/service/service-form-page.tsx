"use client";
import { FormPagePlaceholder } from "@/components/mesh-object/form-page-placeholder";
import { deferred } from "@/components/ui/deferred";

const ServiceForm = deferred(
  () => import("./service-form").then((module) => module.ServiceForm),
  () => <FormPagePlaceholder kind="Service" />,
);

/** The page on which a Service is created or edited; the form is fetched once the page is awake. */
export function ServiceFormPage(props: { virtualCluster: string; name?: string }) {
  return <ServiceForm {...props} />;
}
