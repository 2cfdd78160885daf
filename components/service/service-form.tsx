"use client";
import { ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { ServiceEditor } from "./service-editor";

/** Creates a Service, or edits the one of this name. */
export function ServiceForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="Service" Editor={ServiceEditor} {...props} />;
}
