"use client";
import { useParams } from "next/navigation";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { newDescription } from "@/components/mesh-object/new-description";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";

const NewVersionForm = deferred(
  () => import("./version-editor").then((module) => module.NewVersionForm),
  Placeholder,
);

/** The page on which a version of an application is created; the form is fetched once the page is awake. */
export function NewVersionPage(props: { virtualCluster: string; application?: string }) {
  return <NewVersionForm {...props} />;
}

function Placeholder() {
  const { vc = "", name } = useParams<{ vc?: string; name?: string }>();
  return (
    <>
      <PageHeader
        title={name === undefined ? "New Application" : `New version of ${decodeURIComponent(name)}`}
        description={newDescription("Deployment", decodeURIComponent(vc))}
      />
      <FormPlaceholder />
    </>
  );
}
