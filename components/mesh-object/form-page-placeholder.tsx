"use client";
import { useParams } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { FormPlaceholder } from "./form-placeholder";

/** Stands for the page of a form until its code is there. `what`: "Service". */
export function FormPagePlaceholder({ what }: { what: string }) {
  const { vc = "", name } = useParams<{ vc?: string; name?: string }>();
  const place = decodeURIComponent(vc);
  return (
    <>
      {name === undefined ? (
        <PageHeader title={`New ${what}`} description={`It will stand in ${place}`} />
      ) : (
        <PageHeader title={decodeURIComponent(name)} isName description={`${what} in ${place}`} />
      )}
      <FormPlaceholder />
    </>
  );
}
