"use client";
import { useParams } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import type { Kind } from "@/lib/istio/kinds";
import { newDescription, titleOf } from "./kind-pages";
import { texts } from "./texts";

/** Placeholder of a form and the panes beside it, while their code and the object load. */
export function FormPlaceholder() {
  return (
    <div
      role="status"
      aria-label={texts.loadingForm}
      className="grid min-h-dvh animate-appear-late content-start gap-6 xl:grid-cols-[minmax(0,1fr)_25rem]"
    >
      <div className="grid content-start gap-6">
        <Skeleton className="h-28 w-full rounded-xl" />
        <Skeleton className="h-56 w-full rounded-xl" />
        <Skeleton className="h-72 w-full rounded-xl" />
      </div>
      <Skeleton className="h-96 w-full rounded-xl" />
    </div>
  );
}

/** Placeholder of a form's page until its code has loaded. `part` is the path parameter with the name. */
export function FormPagePlaceholder({ kind, part = "name" }: { kind: Kind; part?: string }) {
  const { vc = "", [part]: name } = useParams<Record<string, string>>();
  const place = decodeURIComponent(vc);
  const title = titleOf(kind);
  return (
    <>
      {name === undefined ? (
        <PageHeader
          title={texts.newKind({ kind: title.toLowerCase() })}
          description={newDescription(kind, place)}
        />
      ) : (
        <PageHeader
          title={decodeURIComponent(name)}
          isName
          description={texts.inVirtualCluster({ kind: title, virtualCluster: place })}
        />
      )}
      <FormPlaceholder />
    </>
  );
}
