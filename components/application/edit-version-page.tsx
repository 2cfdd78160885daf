"use client";
import { useParams } from "next/navigation";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";

const EditVersionForm = deferred(
  () => import("./edit-version-form").then((module) => module.EditVersionForm),
  Placeholder,
);

/** The page on which a version is edited; the form is fetched once the page is awake. */
export function EditVersionPage(props: { virtualCluster: string; name: string }) {
  return <EditVersionForm {...props} />;
}

function Placeholder() {
  const { vc = "", version = "" } = useParams<{ vc?: string; version?: string }>();
  return (
    <>
      <PageHeader
        title={decodeURIComponent(version)}
        isName
        description={`Deployment in ${decodeURIComponent(vc)}`}
      />
      <FormPlaceholder />
    </>
  );
}
