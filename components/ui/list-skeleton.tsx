import { Card } from "./card";
import { Skeleton, SkeletonRows } from "./skeleton";

/** Placeholder of a list with its filters, until its code has loaded. `label`: "Loading events". */
export function ListSkeleton({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <>
      <div className="flex h-8 items-center max-sm:h-10">
        <Skeleton className="h-full w-full animate-appear-late sm:w-64" />
      </div>
      <Card flush>
        <SkeletonRows rows={rows} label={label} />
      </Card>
    </>
  );
}
