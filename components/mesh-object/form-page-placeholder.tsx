"use client";
import { useParams } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { FormPlaceholder } from "./form-placeholder";
import { kindTitles, type LinkedKind } from "./kind-pages";
import { newDescription } from "./new-description";

/** Stands for the page of a form until its code is there. */
export function FormPagePlaceholder({ kind }: { kind: LinkedKind }) {
  const { vc = "", name } = useParams<{ vc?: string; name?: string }>();
  const place = decodeURIComponent(vc);
  const { title } = kindTitles[kind];
  return (
    <>
      {name === undefined ? (
        <PageHeader title={`New ${title}`} description={newDescription(kind, place)} />
      ) : (
        <PageHeader title={decodeURIComponent(name)} isName description={`${title} in ${place}`} />
      )}
      <FormPlaceholder />
    </>
  );
}
