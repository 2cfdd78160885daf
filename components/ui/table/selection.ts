/** How many rows of a list are selected: the state of the header's checkbox. */
export type SelectedPart = "none" | "some" | "all";

/**
 * The selected rows of a list, outside React: each checkbox is notified of its own row only, so that a long table
 * doesn't rerender for one.
 */
export interface Selection<Row> {
  subscribe(listener: () => void): () => void;
  /** By key, in the order of selection; the same map until something changes. */
  selected(): ReadonlyMap<string, Row>;
  part(): SelectedPart;
  /** The filters of the list. Others empty the selection, so that nothing hidden is acted on. */
  within(scope: string): void;
  /** The loaded rows. Updates selected rows among them; once all rows are loaded, removes the others. */
  list(rows: readonly Row[], areAll: boolean): void;
  /** With `isRange`, all rows from the previous one to this one. */
  toggle(key: string, isSelected: boolean, isRange?: boolean): void;
  /** All loaded rows, or none. */
  toggleAll(isSelected: boolean): void;
  /** All rows of the list, as soon as the last of them is loaded. */
  selectWhole(): void;
}

export function createSelection<Row>(keyOf: (row: Row) => string): Selection<Row> {
  const listeners = new Set<() => void>();
  let listed: readonly Row[] = [];
  let selected: ReadonlyMap<string, Row> = new Map();
  let part: SelectedPart = "none";
  let before: string | null = null;
  let isWhole = false;
  let isWholeWanted = false;
  let scope: string | null = null;

  function publish(next: ReadonlyMap<string, Row>) {
    const nextPart = partOf(next, listed, keyOf);
    if (next === selected && nextPart === part) return;
    selected = next;
    part = nextPart;
    for (const listener of listeners) listener();
  }

  function selectListed() {
    isWholeWanted = false;
    publish(new Map(listed.map((row) => [keyOf(row), row])));
  }

  function clear() {
    before = null;
    isWholeWanted = false;
    publish(new Map());
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    selected: () => selected,
    part: () => part,
    within(next) {
      if (scope !== null && next !== scope) clear();
      scope = next;
    },
    list(rows, areAll) {
      listed = rows;
      isWhole = areAll;
      if (areAll && isWholeWanted) return selectListed();
      if (selected.size === 0) return;
      const byKey = new Map(rows.map((row) => [keyOf(row), row]));
      const next = [...selected].flatMap(([key, row]): [string, Row][] => {
        const renewed = byKey.get(key);
        return renewed === undefined && areAll ? [] : [[key, renewed ?? row]];
      });
      const isSame = next.length === selected.size && next.every(([key, row]) => selected.get(key) === row);
      publish(isSame ? selected : new Map(next));
    },
    toggle(key, isSelected, isRange = false) {
      isWholeWanted = false;
      const keys = listed.map(keyOf);
      const [at, from] = [keys.indexOf(key), before === null ? -1 : keys.indexOf(before)];
      const next = new Map(selected);
      const range = isRange && from >= 0 ? [Math.min(at, from), Math.max(at, from)] : [at, at];
      for (const row of listed.slice(range[0], (range[1] ?? at) + 1))
        if (isSelected) next.set(keyOf(row), row);
        else next.delete(keyOf(row));
      before = key;
      publish(next);
    },
    toggleAll(isSelected) {
      if (!isSelected) return clear();
      before = null;
      selectListed();
    },
    selectWhole() {
      isWholeWanted = true;
      if (isWhole) selectListed();
    },
  };
}

function partOf<Row>(
  selected: ReadonlyMap<string, Row>,
  listed: readonly Row[],
  keyOf: (row: Row) => string,
): SelectedPart {
  if (selected.size === 0) return "none";
  return listed.length > 0 && listed.every((row) => selected.has(keyOf(row))) ? "all" : "some";
}
