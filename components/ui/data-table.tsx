"use client";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { type Column, nextSort, type Sort } from "./column";
import { HeaderCell, RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "./table";

export interface DataTableProps<Row> {
  /** Names the table: "Gateways". */
  label: string;
  /** The first column heads the card on phones, and carries the row's link. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Makes the whole row lead somewhere. */
  hrefOf?: ((row: Row) => string) | undefined;
  sort?: Sort | null | undefined;
  onSort?: ((sort: Sort | null) => void) | undefined;
  /** Buttons at the end of a row: a `DropdownMenu`. */
  actionsOf?: ((row: Row) => ReactNode) | undefined;
  /** `columns` were chosen by the width there is (`useColumns`): it never scrolls sideways. */
  fits?: boolean | undefined;
}

/**
 * A table from a list of columns, for up to some hundred rows; beyond, `VirtualTable` takes the same
 * columns.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, hrefOf, sort = null, onSort, actionsOf, fits } = props;
  return (
    <Table label={label} fits={fits}>
      <TableHead>
        <TableRow>
          {columns.map((column) => (
            <HeaderCell
              key={column.id}
              align={column.align}
              style={column.width ? { width: column.width } : undefined}
              className={cn(column.hideOnPhone && "max-sm:hidden")}
              {...(column.sortable && onSort
                ? {
                    sorted: sort?.column === column.id ? sort.direction : null,
                    onSort: () => onSort(nextSort(sort, column.id, column.sortsFirst)),
                  }
                : {})}
            >
              {column.headerHidden ? <span className="sr-only">{column.header}</span> : column.header}
            </HeaderCell>
          ))}
          {actionsOf ? (
            <HeaderCell className="w-12">
              <span className="sr-only">Actions</span>
            </HeaderCell>
          ) : null}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const href = hrefOf?.(row);
          return (
            <TableRow key={keyOf(row)} interactive={href !== undefined}>
              {columns.map((column, index) => (
                <TableCell
                  key={column.id}
                  align={column.align}
                  label={index === 0 || column.headerHidden ? undefined : column.header}
                  className={cn(
                    column.hideOnPhone && "max-sm:hidden",
                    actionsOf && index === 0 && "max-sm:pr-10",
                  )}
                >
                  {index === 0 && href ? <RowLink href={href}>{column.cell(row)}</RowLink> : column.cell(row)}
                </TableCell>
              ))}
              {actionsOf ? (
                <TableCell align="end" className="max-sm:absolute max-sm:top-2 max-sm:right-2">
                  <div className="relative inline-flex">{actionsOf(row)}</div>
                </TableCell>
              ) : null}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
