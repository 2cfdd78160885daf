"use client";
import { useParams } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import type { Kind } from "@/lib/istio/kinds";
import { FormPlaceholder } from "./form-placeholder";
import { titleOf } from "./kind-pages";
import { newDescription } from "./new-description";

/** Stands for the page of a form until its code is there. `part` names the part of the address that is the name. */
export function FormPagePlaceholder({ kind, part = "name" }: { kind: Kind; part?: string }) {
  const { vc = "", [part]: name } = useParams<Record<string, string>>();
  const place = decodeURIComponent(vc);
  const title = titleOf(kind);
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
