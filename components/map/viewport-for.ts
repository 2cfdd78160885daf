import { type MapLayout, nodeHeightInPixels, nodeWidthInPixels, type PlacedNode } from "./map-layout";

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

interface Box {
  width: number;
  height: number;
}

const marginInPixels = 24;
/** Below it names cannot be read; what does not fit is reached by panning. */
const smallestReadable = 0.7;

/** Which part of the picture the window shows, as React Flow's viewport. */
export const viewportFor = {
  /** All of it, centred; else its beginning in a size that can be read. */
  all({ widthInPixels, heightInPixels }: MapLayout, box: Box): Viewport {
    const byWidth = (box.width - 2 * marginInPixels) / Math.max(1, widthInPixels);
    const byHeight = (box.height - 2 * marginInPixels) / Math.max(1, heightInPixels);
    const zoom = Math.min(1, Math.max(smallestReadable, Math.min(byWidth, byHeight)));
    const rest = (room: number, size: number) => Math.max(marginInPixels, (room - size * zoom) / 2);
    return { x: rest(box.width, widthInPixels), y: rest(box.height, heightInPixels), zoom };
  },

  /** Moved as little as needed for the node to be in sight; null when it is. */
  reveal({ x, y }: Pick<PlacedNode, "x" | "y">, viewport: Viewport, box: Box): Viewport | null {
    const shift = (start: number, size: number, room: number) => {
      if (start < marginInPixels) return marginInPixels - start;
      const over = start + size - (room - marginInPixels);
      return over > 0 ? -over : 0;
    };
    const { zoom } = viewport;
    const byX = shift(x * zoom + viewport.x, nodeWidthInPixels * zoom, box.width);
    const byY = shift(y * zoom + viewport.y, nodeHeightInPixels * zoom, box.height);
    return byX === 0 && byY === 0 ? null : { x: viewport.x + byX, y: viewport.y + byY, zoom };
  },
};
