"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

export interface PaginationProps {
  /** What is paged, for the name: "Gateways". */
  label: string;
  /** Undefined where there is no such page. */
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  /** In the middle: "51–100 of 1,204". */
  summary?: ReactNode;
  busy?: boolean | undefined;
}

/** Pages by cursor: back and on. The caller keeps the cursor in the URL. */
export function Pagination({ label, onPrevious, onNext, summary, busy }: PaginationProps) {
  return (
    <nav aria-label={`Pages of ${label}`} className="flex items-center justify-between gap-3 px-4 py-2.5">
      <span role="status" className="text-subtle text-xs tabular-nums">
        {summary}
      </span>
      <div className="flex gap-2">
        <Button
          size="sm"
          disabled={!onPrevious || busy}
          onClick={onPrevious}
          icon={<ChevronLeft aria-hidden />}
        >
          Previous
        </Button>
        <Button size="sm" disabled={!onNext || busy} onClick={onNext}>
          Next
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
