"use client";
import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { deferred } from "@/components/ui/deferred";
import { Select } from "@/components/ui/form/controls";
import { Popover } from "@/components/ui/overlay/popover";
import { Skeleton } from "@/components/ui/skeleton";
import type { Column, Sort } from "./columns";
import { texts } from "./texts";
import type { Columns } from "./use-columns";

const ViewPanel = deferred<{ columns: Columns<never> }>(
  () => import("./view-panel").then((module) => module.ViewPanel),
  () => <Skeleton className="h-48 w-full" />,
);

/** Density and columns of a table; says which columns don't fit now. */
export function ViewMenu<Row>({ columns }: { columns: Columns<Row> }) {
  return (
    <Popover
      label={texts.view}
      className="max-w-56 rounded-lg"
      trigger={
        <Button variant="secondary" icon={<Columns3 aria-hidden />}>
          {texts.view}
        </Button>
      }
    >
      <ViewPanel columns={columns as Columns<never>} />
    </Popover>
  );
}

interface SortSelectProps {
  columns: readonly Pick<Column<never>, "id" | "header" | "sortable" | "sortsFirst">[];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  className?: string | undefined;
}

/** Sorting for a list without headers: one that isn't a table, and on phones, whose rows are cards. */
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
      aria-label={texts.sortBy}
      placeholder={texts.usualOrder}
      className={className ?? "w-full"}
      options={options}
      value={sort ? `${sort.column} ${sort.direction}` : ""}
      onChange={(event) => onSort(options.find(({ value }) => value === event.target.value)?.sort ?? null)}
    />
  );
}
