import type { ReactNode } from "react";
import { cn } from "./cn";

export interface DescriptionListProps {
  items: readonly {
    term: string;
    /** Nothing shows as a dash. */
    value: ReactNode;
  }[];
  className?: string | undefined;
}

/** Names and values of one object, beside each other as wide as there is room. */
export function DescriptionList({ items, className }: DescriptionListProps) {
  return (
    <dl className={cn("@container grid gap-x-6 gap-y-2 text-sm", className)}>
      {items.map((item) => (
        <div
          key={item.term}
          className="min-w-0 sm:grid sm:grid-cols-[7rem_1fr] sm:items-baseline sm:gap-4 sm:@md:grid-cols-[11rem_1fr]"
        >
          <dt className="text-subtle">{item.term}</dt>
          <dd className="min-w-0 break-words text-ink">{item.value === "" ? "—" : (item.value ?? "—")}</dd>
        </div>
      ))}
    </dl>
  );
}
