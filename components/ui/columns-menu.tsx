"use client";
import { Columns3 } from "lucide-react";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { Popover } from "./popover";
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
      label="Columns"
      className="max-w-56 rounded-lg"
      trigger={
        <Button variant="secondary" icon={<Columns3 aria-hidden />}>
          Columns
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
            {...(hidden.has(id) || shown.some((each) => each.id === id)
              ? {}
              : { help: "No room at this width" })}
          />
        ))}
        {hidden.size > 0 ? (
          <Button size="sm" variant="ghost" onClick={() => setHidden(new Set())}>
            Show all
          </Button>
        ) : null}
      </div>
    </Popover>
  );
}
