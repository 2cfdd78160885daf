import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader, type PageHeaderProps } from "@/components/ui/page-header";
import { SkeletonText } from "@/components/ui/skeleton";
import { texts } from "./texts";

interface Props {
  /** "Service" */
  what: string;
  virtualCluster: string;
  name: string;
}

/** Placeholder of an object's page until its code has loaded. */
export function DetailsPlaceholder({ what, virtualCluster, name }: Props) {
  return (
    <>
      <PageHeader title={name} isName description={texts.inVirtualCluster({ kind: what, virtualCluster })} />
      <div className="min-h-dvh">
        <SkeletonText lines={8} label={texts.loading({ what })} />
      </div>
    </>
  );
}

/** Placeholder of a list page until its code has loaded: the same header, and loading rows. */
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
