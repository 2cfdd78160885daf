import type { ReactNode } from "react";
import { cn } from "./cn";

export interface DescriptionListProps {
  items: readonly {
    term: string;
    /** Nothing shows as a dash. */
    value: ReactNode;
  }[];
  /** Terms above values, in two columns where there is room. */
  stacked?: boolean | undefined;
  className?: string | undefined;
}

/** Names and values of one object. */
export function DescriptionList({ items, stacked, className }: DescriptionListProps) {
  return (
    <dl className={cn("grid gap-x-6 text-sm", stacked ? "gap-y-3 sm:grid-cols-2" : "gap-y-2", className)}>
      {items.map((item) => (
        <div
          key={item.term}
          className={cn(
            "min-w-0",
            !stacked && "sm:grid sm:grid-cols-[minmax(7rem,11rem)_1fr] sm:items-baseline sm:gap-4",
          )}
        >
          <dt className="text-subtle">{item.term}</dt>
          <dd className="min-w-0 break-words text-ink">{item.value === "" ? "—" : (item.value ?? "—")}</dd>
        </div>
      ))}
    </dl>
  );
}
