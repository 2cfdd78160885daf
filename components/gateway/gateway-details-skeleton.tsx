import { PageHeader } from "@/components/ui/page-header";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import { texts } from "./texts";

const box = "rounded-xl border border-line bg-surface shadow-low";

/** Placeholder of the details page, with the size of its content. */
export function GatewayDetailsSkeleton({ name }: { name: string }) {
  return (
    <>
      <PageHeader title={name} isName description={<Skeleton className="mt-1 w-48" />} />
      <div
        role="status"
        aria-label={texts.loadingGateway}
        className="flex animate-appear-late flex-col gap-4"
      >
        <Skeleton className="h-6 w-72" />
        <div className={`${box} flex min-h-120 flex-col gap-4 p-4`}>
          <Skeleton className="h-7 w-2/3" />
          <div className="grid grid-cols-2 gap-x-9 gap-y-4 pt-2 lg:grid-cols-5">
            {["a", "b", "c", "d", "e", "f", "g"].map((id) => (
              <Skeleton key={id} className="h-27 rounded-lg" />
            ))}
          </div>
        </div>
        <div className="grid gap-4 lg:grid-cols-2">
          <div className={`${box} min-h-64 p-4`}>
            <SkeletonText lines={5} label={texts.loadingNameServers} />
          </div>
          <div className={`${box} min-h-64 p-4`}>
            <SkeletonText lines={5} label={texts.loadingCertificate} />
          </div>
        </div>
      </div>
    </>
  );
}
