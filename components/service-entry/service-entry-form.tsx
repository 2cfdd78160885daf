"use client";
import { ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { ServiceEntryEditor } from "./service-entry-editor";

/** Creates a Service Entry, or edits the one of this name. */
export function ServiceEntryForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="ServiceEntry" Editor={ServiceEntryEditor} {...props} />;
}
