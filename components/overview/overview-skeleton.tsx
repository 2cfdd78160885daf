import { Card } from "@/components/ui/card";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import { texts } from "./texts";

/** Placeholder of the overview while it loads. */
export function OverviewSkeleton() {
  return (
    <div role="status" aria-label={texts.loading} className="grid gap-6">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
        {[1, 2, 3, 4, 5].map((tile) => (
          <Skeleton key={tile} className="h-27 rounded-xl" />
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {[1, 2, 3, 4].map((card) => (
          <Card key={card} className="h-64 p-4">
            <SkeletonText lines={5} />
          </Card>
        ))}
      </div>
    </div>
  );
}
