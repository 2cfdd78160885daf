"use client";
import type { ComponentType } from "react";
import { DataTable, type DataTableProps } from "./data-table";
import { deferred } from "./deferred";
import { SkeletonRows } from "./skeleton";
import type { VirtualTableProps } from "./virtual-table";

export interface LongTableProps<Row> extends DataTableProps<Row> {
  /** Of all rows there are, also those not loaded yet. */
  totalRows: number;
  /** The last loaded rows come into sight: fetch the next page. */
  onEndReached: () => void;
}

const longestPlain = 100;

/** A table that scrolls with the page while it is short, and draws only what is in sight once it is long. */
export function LongTable<Row>({ totalRows, onEndReached, ...props }: LongTableProps<Row>) {
  if (totalRows <= longestPlain) return <DataTable {...props} />;
  const Virtual = VirtualTable as unknown as ComponentType<VirtualTableProps<Row>>;
  return <Virtual {...props} totalRows={totalRows} onEndReached={onEndReached} />;
}

// Few lists are long: its code is fetched with the first that is.
const VirtualTable = deferred<VirtualTableProps<never>>(
  () => import("./virtual-table").then((module) => module.VirtualTable),
  () => <SkeletonRows rows={12} />,
);
