"use client";
import { FormPagePlaceholder } from "@/components/mesh-object/form-page-placeholder";
import { deferred } from "@/components/ui/deferred";

const ServiceEntryForm = deferred(
  () => import("./service-entry-form").then((module) => module.ServiceEntryForm),
  () => <FormPagePlaceholder kind="ServiceEntry" />,
);

/** The page on which a Service Entry is created or edited; the form is fetched once the page is awake. */
export function ServiceEntryFormPage(props: { virtualCluster: string; name?: string }) {
  return <ServiceEntryForm {...props} />;
}
