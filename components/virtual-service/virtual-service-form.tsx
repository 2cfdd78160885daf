"use client";
import { ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { FormPlaceholder } from "@/components/mesh-object/pages/form-placeholder";
import { deferred } from "@/components/ui/deferred";

const VirtualServiceEditor = deferred(
  () => import("./virtual-service-editor").then((module) => module.VirtualServiceEditor),
  FormPlaceholder,
);

/** Creates a VirtualService, or edits the one of this name. */
export function VirtualServiceForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="VirtualService" Editor={VirtualServiceEditor} {...props} />;
}
