"use client";
import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Select } from "@/components/ui/form/controls";
import { Popover } from "@/components/ui/overlay/popover";
import type { Column, Sort } from "./columns";
import { texts } from "./texts";
import type { Columns } from "./use-columns";

/** Takes columns of a table away and brings them back; says which ones find no room as it is. */
export function ColumnsMenu<Row>({ columns }: { columns: Columns<Row> }) {
  const { all, shown, hidden, setHidden } = columns;
  const [, ...rest] = all;
  const choose = (id: string, isWanted: boolean) => {
    const next = new Set(hidden);
    if (isWanted) next.delete(id);
    else next.add(id);
    setHidden(next);
  };
  return (
    <Popover
      label={texts.columns}
      className="max-w-56 rounded-lg"
      trigger={
        <Button variant="secondary" icon={<Columns3 aria-hidden />}>
          {texts.columns}
        </Button>
      }
    >
      <div className="flex flex-col gap-2.5">
        {rest.map(({ id, header }) => (
          <Checkbox
            key={id}
            label={header}
            checked={!hidden.has(id)}
            onChange={(event) => choose(id, event.target.checked)}
            {...(hidden.has(id) || shown.some((each) => each.id === id) ? {} : { help: texts.tooNarrow })}
          />
        ))}
        {hidden.size > 0 ? (
          <Button size="sm" variant="ghost" onClick={() => setHidden(new Set())}>
            {texts.showAll}
          </Button>
        ) : null}
      </div>
    </Popover>
  );
}

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
      aria-label={texts.sortBy}
      placeholder={texts.usualOrder}
      className={className ?? "w-full"}
      options={options}
      value={sort ? `${sort.column} ${sort.direction}` : ""}
      onChange={(event) => onSort(options.find(({ value }) => value === event.target.value)?.sort ?? null)}
    />
  );
}
