import { Card } from "@/components/ui/card";
import { SkeletonText } from "@/components/ui/skeleton";
import { texts } from "./texts";

/** Placeholder of a virtual cluster's page below its header. */
export function VirtualClusterSkeleton() {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Card>
        <SkeletonText lines={14} label={texts.loading} />
      </Card>
      <Card>
        <SkeletonText lines={14} label={texts.loading} />
      </Card>
    </div>
  );
}
