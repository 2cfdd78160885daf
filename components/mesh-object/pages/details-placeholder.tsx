import { PageHeader, type PageHeaderProps } from "@/components/ui/page-header";
import { ListSkeleton, SkeletonText } from "@/components/ui/skeleton";
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

/** Stands for a list page until its code is there: the same head, and rows on their way. */
export function ListPlaceholder({
  title,
  description,
}: Pick<PageHeaderProps, "description"> & { title: string }) {
  return (
    <>
      <PageHeader title={title} description={description} />
      <ListSkeleton label={texts.loading({ what: title })} />
    </>
  );
}
