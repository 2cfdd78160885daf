/** Share of a cell's width that its step takes; the rest is the gap that the arrows cross. */
export const nodeShare = 0.88;
export const rowHeightInPixels = 124;
export const nodeHeightInPixels = 108;

/** Width of a graph in cells: the last column needs no gap behind it. */
export function cellsWide(columns: number): number {
  return columns - (1 - nodeShare);
}

export function nodeCenterInPixels(row: number): number {
  return row * rowHeightInPixels + nodeHeightInPixels / 2;
}
