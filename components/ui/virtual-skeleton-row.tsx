import { memo } from "react";
import { skeletonBackground } from "./skeleton-background";
import { cellRole, rowRole } from "./virtual-row";


interface VirtualSkeletonRowProps {
  index: number;
  /** Distance from the first row, in pixels. */
  top: number;
  heightPx: number;
}

/** A row of a `VirtualTable` that is not loaded yet. Still, as twenty at once that breathe would cost frames. */
export const VirtualSkeletonRow = memo(function VirtualSkeletonRow(props: VirtualSkeletonRowProps) {
  const { index, top, heightPx } = props;
  return (
    <div
      {...rowRole(index)}
      data-loading
      className="absolute inset-x-0 bg-surface"
      style={{
        top,
        height: heightPx,
        ...skeletonBackground(heightPx),
      }}
    >
      <div {...cellRole} className="sr-only">
        Loading
      </div>
    </div>
  );
});
