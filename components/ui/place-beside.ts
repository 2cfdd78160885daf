export interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export interface PlaceOptions {
  align: "start" | "center" | "end";
  /** The side that is tried first. */
  side: "top" | "bottom";
  gap: number;
}

const margin = 8;

/**
 * Where a floating panel stands beside its anchor, all in pixels of the window: on the wanted side unless
 * only the
 * other has room, never nearer than 8 px to an edge, and no higher than the room there.
 */
export function placeBeside(
  anchor: Box,
  panel: { width: number; height: number },
  view: { width: number; height: number },
  { align, side, gap }: PlaceOptions,
): { left: number; top: number; maxHeight: number } {
  const below = view.height - anchor.bottom - gap - margin;
  const above = anchor.top - gap - margin;
  const wanted = side === "bottom" ? below : above;
  const other = side === "bottom" ? above : below;
  const flip = panel.height > wanted && other > wanted;
  const bottom = (side === "bottom") !== flip;
  const maxHeight = Math.max(0, bottom ? below : above);
  const height = Math.min(panel.height, maxHeight);
  const start =
    align === "start"
      ? anchor.left
      : align === "end"
        ? anchor.right - panel.width
        : (anchor.left + anchor.right - panel.width) / 2;
  return {
    left: Math.max(margin, Math.min(start, view.width - panel.width - margin)),
    top: bottom ? anchor.bottom + gap : anchor.top - gap - height,
    maxHeight,
  };
}
