"use client";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { deferred } from "@/components/ui/deferred";

const ServiceEntryEditor = deferred(
  () => import("./service-entry-editor").then((module) => module.ServiceEntryEditor),
  FormPlaceholder,
);

/** Creates a Service Entry, or edits the one of this name. */
export function ServiceEntryFormPage(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="ServiceEntry" Editor={ServiceEntryEditor} {...props} />;
}
