import { Skeleton } from "@/components/ui/skeleton";

/**
 * Holds the place of a form and of what stands beside it, while their code and the object are on their way.
 */
export function FormPlaceholder() {
  return (
    <div
      role="status"
      aria-label="Loading the form"
      className="grid min-h-dvh animate-appear-late content-start gap-6 xl:grid-cols-[minmax(0,1fr)_25rem]"
    >
      <div className="grid content-start gap-6">
        <Skeleton className="h-28 w-full rounded-xl" />
        <Skeleton className="h-56 w-full rounded-xl" />
        <Skeleton className="h-72 w-full rounded-xl" />
      </div>
      <Skeleton className="h-96 w-full rounded-xl" />
    </div>
  );
}
