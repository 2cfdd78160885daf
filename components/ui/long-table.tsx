"use client";
import { type ComponentType, useEffect } from "react";
import { Button } from "./button";
import { Callout } from "./callout";
import { cn } from "./cn";
import { DataTable, type DataTableProps } from "./data-table";
import { deferred } from "./deferred";
import { SkeletonRows } from "./skeleton";
import type { VirtualTableProps } from "./virtual-table";

export interface LongTableProps<Row> extends DataTableProps<Row> {
  /** Of all rows there are, also those not loaded yet. */
  totalRows: number;
  /** The last row in sight: load that far, and some more. */
  onShown: (lastIndex: number) => void;
  /** What the rows are the answer to: when it changes, the table goes back to its first row. */
  question?: string | undefined;
  /** These rows answer the question before; the new answer is on its way. */
  stale?: boolean | undefined;
  /** More rows could not be loaded, and why. */
  problem?: { message: string; onRetry: () => void } | null | undefined;
}

const longestPlain = 50;

/** A table that scrolls with the page, and draws only what is in sight once it is long. */
export function LongTable<Row>(given: LongTableProps<Row>) {
  const { totalRows, onShown, question, stale, problem, ...props } = given;
  const Virtual = VirtualTable as unknown as ComponentType<VirtualTableProps<Row>>;
  const isShort = totalRows <= longestPlain;
  const { length } = props.rows;
  useEffect(() => {
    if (isShort) onShown(length);
  }, [isShort, length, onShown]);
  return (
    <div className={cn("transition-opacity duration-100", stale && "opacity-60")}>
      {isShort ? (
        <DataTable {...props} fits />
      ) : (
        <Virtual {...props} totalRows={totalRows} onShown={onShown} question={question} />
      )}
      {problem ? (
        // In sight wherever one has scrolled to.
        <div className="sticky bottom-4 z-20 m-4 rounded-lg bg-surface shadow-high">
          <Callout
            tone="failed"
            title="The rest could not be read"
            actions={
              <Button size="sm" onClick={problem.onRetry}>
                Try again
              </Button>
            }
          >
            {problem.message}
          </Callout>
        </div>
      ) : null}
    </div>
  );
}

// Few lists are long: its code is fetched with the first that is.
const VirtualTable = deferred<VirtualTableProps<never>>(
  () => import("./virtual-table").then((module) => module.VirtualTable),
  () => <SkeletonRows rows={12} />,
);
