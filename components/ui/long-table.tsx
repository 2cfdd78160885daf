"use client";
import { DataTable, type DataTableProps } from "./data-table";
import { VirtualTable } from "./virtual-table";

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
  return <VirtualTable {...props} totalRows={totalRows} onEndReached={onEndReached} />;
}
