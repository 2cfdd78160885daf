"use client";
import { ListFilter } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { texts } from "./texts";

export interface FilterFoldProps {
  /** The number of filters that are set, so that you don't forget folded ones. */
  count: number;
  /** Selects and the like; each has the full width on phones. */
  children: ReactNode;
}

/**
 * The filters of a list next to its search: in the same line if there is space, behind a button on phones. Give the
 * search `searchBesideFold`.
 */
export function FilterFold({ count, children }: FilterFoldProps) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        className="max-sm:h-10 sm:hidden"
        icon={<ListFilter aria-hidden />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {count === 0 ? texts.filters : texts.filtersSet({ count })}
      </Button>
      <div id={id} className={cn("sm:contents", isOpen ? "grid w-full grid-cols-1 gap-2" : "max-sm:hidden")}>
        {children}
      </div>
    </>
  );
}

/** For a search input before a fold: leaves space for the button. */
export const searchBesideFold = "min-w-0 flex-1 sm:w-64 sm:flex-none";
