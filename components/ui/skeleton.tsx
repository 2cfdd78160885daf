import { cn } from "./cn";

/** A gray placeholder for a line or block. Give it the size of the content, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 animate-breathe rounded-md bg-hover", className)} />;
}

/** Loading rows with the height of a table's rows; says "Loading" to screen readers. */
export function SkeletonRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="animate-appear-late divide-y divide-line">
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <div key={row} className="flex h-11 items-center gap-6 px-4">
          <Skeleton className={row % 3 === 0 ? "w-40" : row % 3 === 1 ? "w-56" : "w-32"} />
          <Skeleton className="w-24 max-sm:hidden" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}

/** A few loading lines of text, for a card. */
export function SkeletonText({ lines = 3, label = "Loading" }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex animate-appear-late flex-col gap-2.5">
      {Array.from({ length: lines }, (_, index) => index).map((line) => (
        <Skeleton key={line} className={line === lines - 1 ? "w-2/5" : line % 2 === 0 ? "w-full" : "w-4/5"} />
      ))}
    </div>
  );
}
