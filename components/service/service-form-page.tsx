"use client";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { deferred } from "@/components/ui/deferred";

const ServiceEditor = deferred(
  () => import("./service-editor").then((module) => module.ServiceEditor),
  FormPlaceholder,
);

/** Creates a Service, or edits the one of this name. */
export function ServiceFormPage(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="Service" Editor={ServiceEditor} {...props} />;
}
