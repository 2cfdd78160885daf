"use client";
import type { Column, Sort } from "./column";
import { Select } from "./select";

interface SortSelectProps {
  columns: readonly Pick<Column<never>, "id" | "header" | "sortable" | "sortsFirst">[];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  className?: string | undefined;
}

/** The order of a list where it has no headers to press: where it is no table, and on phones, whose rows are cards. */
export function SortSelect({ columns, sort, onSort, className }: SortSelectProps) {
  const options = columns
    .filter(({ sortable }) => sortable)
    .flatMap(({ id, header, sortsFirst = "asc" }) =>
      [sortsFirst, sortsFirst === "asc" ? ("desc" as const) : ("asc" as const)].map((direction) => ({
        value: `${id} ${direction}`,
        label: `${header} ${direction === "asc" ? "↑" : "↓"}`,
        sort: { column: id, direction },
      })),
    );
  return (
    <Select
      aria-label="Sort by"
      placeholder="Usual order"
      className={className ?? "w-full"}
      options={options}
      value={sort ? `${sort.column} ${sort.direction}` : ""}
      onChange={(event) => onSort(options.find(({ value }) => value === event.target.value)?.sort ?? null)}
    />
  );
}
