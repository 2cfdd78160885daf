"use client";
import { FormPagePlaceholder } from "@/components/mesh-object/form-page-placeholder";
import { deferred } from "@/components/ui/deferred";

const EditVersionForm = deferred(
  () => import("./version-editor").then((module) => module.EditVersionForm),
  () => <FormPagePlaceholder kind="Deployment" part="version" />,
);

/** The page on which a version is edited; the form is fetched once the page is awake. */
export function EditVersionPage(props: { virtualCluster: string; name: string }) {
  return <EditVersionForm {...props} />;
}
