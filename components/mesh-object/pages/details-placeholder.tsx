"use client";
import { useParams } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonText } from "@/components/ui/skeleton";
import { texts } from "./texts";

/**
 * Stands for the page of an object until its code is there. `what`: "Service". `part` names the part of the address
 * that is the object's name.
 */
export function DetailsPlaceholder({ what, part = "name" }: { what: string; part?: string }) {
  const params = useParams<Record<string, string>>();
  return (
    <>
      <PageHeader
        title={decodeURIComponent(params[part] ?? "")}
        isName
        description={texts.inVirtualCluster({
          kind: what,
          virtualCluster: decodeURIComponent(params.vc ?? ""),
        })}
      />
      <div className="min-h-dvh">
        <SkeletonText lines={8} label={texts.loadingThe({ what })} />
      </div>
    </>
  );
}
