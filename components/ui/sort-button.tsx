import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import type { Sort } from "./column";

interface SortButtonProps {
  /** The direction in force; null = by another column now. */
  sorted: Sort["direction"] | null;
  onSort: () => void;
  children: ReactNode;
}

/** The header of a column that can be sorted by. On phones only its words: `SortSelect` stands for it there. */
export function SortButton({ sorted, onSort, children }: SortButtonProps) {
  const Arrow = sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <>
      <button
        type="button"
        onClick={onSort}
        className={cn(
          "-mx-1.5 inline-flex cursor-pointer items-center gap-1 rounded-sm px-1.5 py-1 hover:text-ink",
          "outline-offset-[-1px] max-sm:hidden",
          sorted && "text-ink",
        )}
      >
        {children}
        <Arrow aria-hidden className={cn("size-3", !sorted && "opacity-60")} />
      </button>
      <span className="sm:hidden">{children}</span>
    </>
  );
}
