import { Card } from "./card";
import { Skeleton, SkeletonRows } from "./skeleton";

/** Stands for a list with its line of filters, until its code is there. `label`: "Loading events". */
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
