import { PageHeader } from "@/components/ui/page-header";
import { SkeletonText } from "@/components/ui/skeleton";
import { texts } from "./texts";

interface Props {
  /** "Service" */
  what: string;
  virtualCluster: string;
  name: string;
}

/** Stands for the page of an object until its code is there. */
export function DetailsPlaceholder({ what, virtualCluster, name }: Props) {
  return (
    <>
      <PageHeader title={name} isName description={texts.inVirtualCluster({ kind: what, virtualCluster })} />
      <div className="min-h-dvh">
        <SkeletonText lines={8} label={texts.loadingThe({ what })} />
      </div>
    </>
  );
}
