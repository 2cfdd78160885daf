"use client";
import { type ChangeEvent, type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { SelectedPart, Selection } from "./selection";
import { texts } from "./texts";

/** The first cell of each row, and of the header: a checkbox. Both are stable, so that rows don't rerender. */
export interface SelectCells<Row> {
  header: ReactNode;
  cellOf: (row: Row) => ReactNode;
}

/**
 * The checkboxes of a table for a selection; `nameOf` identifies the row: "shop in vamp-demo". Both must be stable.
 */
export function useSelectCells<Row>(
  selection: Selection<Row>,
  keyOf: (row: Row) => string,
  nameOf: (row: Row) => string,
  /** Why a row can't be selected; for null, why none can. */
  reasonOf: (row: Row | null) => string | undefined = () => undefined,
): SelectCells<Row> {
  return useMemo(
    () => ({
      header: <SelectAll selection={selection} reason={reasonOf(null)} />,
      cellOf: (row) => (
        <SelectRow selection={selection} rowKey={keyOf(row)} name={nameOf(row)} reason={reasonOf(row)} />
      ),
    }),
    [selection, keyOf, nameOf, reasonOf],
  );
}

// A press next to the box must not open the row, so its label fills the cell.
const boxStyles = "size-4 shrink-0 cursor-pointer rounded-sm accent-accent";
const areaStyles = "relative z-1 -m-2 inline-flex cursor-pointer p-2 align-middle";

interface SelectRowProps<Row> {
  selection: Selection<Row>;
  rowKey: string;
  name: string;
  reason: string | undefined;
}

function SelectRow<Row>({ selection, rowKey, name, reason }: SelectRowProps<Row>) {
  const isSelected = useSyncExternalStore(
    selection.subscribe,
    () => selection.selected().has(rowKey),
    () => false,
  );
  const onChange = ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) =>
    selection.toggle(rowKey, target.checked, "shiftKey" in nativeEvent && nativeEvent.shiftKey === true);
  return (
    <label className={areaStyles}>
      <input
        type="checkbox"
        data-select-row
        disabled={reason !== undefined}
        title={reason}
        aria-label={texts.selectRow({ name })}
        className={boxStyles}
        checked={isSelected}
        onChange={onChange}
      />
    </label>
  );
}

const nothing = (): SelectedPart => "none";

interface SelectAllProps<Row> {
  selection: Selection<Row>;
  reason: string | undefined;
}

function SelectAll<Row>({ selection, reason }: SelectAllProps<Row>) {
  const part = useSyncExternalStore(selection.subscribe, selection.part, nothing);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = part === "some";
  }, [part]);
  return (
    <label className={areaStyles}>
      <input
        ref={box}
        type="checkbox"
        data-select-all
        aria-label={texts.selectLoaded}
        title={reason ?? texts.selectLoaded}
        disabled={reason !== undefined}
        className={boxStyles}
        checked={part === "all"}
        onChange={({ target }) => selection.toggleAll(target.checked)}
      />
    </label>
  );
}
