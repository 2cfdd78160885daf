"use client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { densities, setDensity, useDensity } from "./density";
import { texts } from "./texts";
import type { Columns } from "./use-columns";

const densityLabels = { comfortable: texts.comfortable, compact: texts.compact } as const;

/** The look of a table in this browser: its density and its columns. */
export function ViewPanel<Row>({ columns }: { columns: Columns<Row> }) {
  const { all, shown, hidden, setHidden } = columns;
  const density = useDensity();
  const [, ...rest] = all;
  const choose = (id: string, isWanted: boolean) => {
    const next = new Set(hidden);
    if (isWanted) next.delete(id);
    else next.add(id);
    setHidden(next);
  };
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 font-medium text-subtle text-xs">{texts.density}</legend>
        {densities.map((each) => (
          <label key={each} className="flex cursor-pointer items-center gap-2 text-ink text-sm">
            <input
              type="radio"
              name="density"
              className="size-4 cursor-pointer accent-accent"
              checked={each === density}
              onChange={() => setDensity(each)}
            />
            {densityLabels[each]}
          </label>
        ))}
      </fieldset>
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-2 font-medium text-subtle text-xs">{texts.columns}</legend>
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
      </fieldset>
    </div>
  );
}
