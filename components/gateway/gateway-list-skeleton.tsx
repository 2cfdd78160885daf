import { PageHeader } from "@/components/ui/page-header";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** The list of gateways while it is on its way, of the size of what comes. */
export function GatewayListSkeleton() {
  return (
    <>
      <PageHeader title="Gateways" description={<Skeleton className="mt-1 w-80 max-w-full" />} />
      <div className="min-w-0 rounded-xl border border-line bg-surface shadow-low">
        <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
          <Skeleton className="h-8 w-full sm:w-64" />
          <Skeleton className="h-8 w-36" />
        </div>
        <SkeletonRows rows={8} label="Loading gateways" />
      </div>
    </>
  );
}
