"use client";
import { ListFilter } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { texts } from "./texts";

export interface FilterFoldProps {
  /** How many of the filters are set, so that a folded one isn't forgotten. */
  count: number;
  /** Selects and the like; each has the whole width on phones. */
  children: ReactNode;
}

/**
 * The filters of a list beside its search: in its line where there is room, on phones folded behind a button. Give the
 * search `searchBesideFold`.
 */
export function FilterFold({ count, children }: FilterFoldProps) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        className="sm:hidden"
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

/** Of a search input before a fold: it leaves room for the button. */
export const searchBesideFold = "min-w-0 flex-1 sm:w-64 sm:flex-none";
