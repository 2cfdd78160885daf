import { PageHeader, type PageHeaderProps } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";
import { texts } from "./texts";

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
