interface LaidStep {
  id: string;
  needs: readonly string[];
}

export interface WalkNode {
  id: string;
  /** 0 for a step without dependencies; else one more than the largest of theirs. */
  column: number;
  /** Starts at 0; a half when a step alone in its column is between two rows. */
  row: number;
}

export interface WalkLayout {
  nodes: readonly WalkNode[];
  edges: readonly { from: WalkNode; to: WalkNode }[];
  columns: number;
  rows: number;
}

/**
 * Places the steps of a walk as a graph from left to right: columns by the longest path from a start, rows near the
 * dependencies, so that few arrows cross. Steps must come after their dependencies, as in the table.
 */
export function walkLayout(steps: readonly LaidStep[]): WalkLayout {
  const nodes = new Map<string, WalkNode>();
  const column = new Map<string, number>();
  for (const { id, needs } of steps)
    column.set(
      id,
      needs.reduce((most, need) => Math.max(most, (column.get(need) ?? -1) + 1), 0),
    );

  const columns = Math.max(0, ...column.values()) + 1;
  for (let at = 0; at < columns; at++) {
    const here = steps.filter(({ id }) => column.get(id) === at);
    const wanted = here
      .map((step, index) => ({ step, row: rowBeside(step, nodes) ?? index }))
      .sort((one, other) => one.row - other.row);
    let free = 0;
    for (const { step, row } of wanted) {
      const taken = wanted.length === 1 ? row : Math.max(free, Math.floor(row));
      nodes.set(step.id, { id: step.id, column: at, row: taken });
      free = taken + 1;
    }
  }

  const edges = steps.flatMap(({ id, needs }) => {
    const to = nodes.get(id);
    return needs.flatMap((need) => {
      const from = nodes.get(need);
      return from && to ? [{ from, to }] : [];
    });
  });
  const placed = [...nodes.values()];
  return { nodes: placed, edges, columns, rows: Math.max(0, ...placed.map(({ row }) => Math.ceil(row))) + 1 };
}

/** The average row of a step's dependencies; null without any. */
function rowBeside({ needs }: LaidStep, nodes: ReadonlyMap<string, WalkNode>): number | null {
  const rows = needs.flatMap((need) => nodes.get(need)?.row ?? []);
  return rows.length === 0 ? null : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}

/** Share of a cell's width for the step; the arrows cross the remaining gap. */
export const nodeShare = 0.88;
export const rowHeightInPixels = 124;
export const nodeHeightInPixels = 108;

/** Width of a graph in cells; the last column needs no gap after it. */
export function cellsWide(columns: number): number {
  return columns - (1 - nodeShare);
}

export function nodeCenterInPixels(row: number): number {
  return row * rowHeightInPixels + nodeHeightInPixels / 2;
}
