import type { CSSProperties } from "react";

/**
 * Rows on their way, painted as a background: what is scrolled to faster than rows can be made – by the compositor,
 * which waits for no script – shows these and not white. Real rows lie over them.
 */
export function skeletonBackground(rowHeightInPixels: number): CSSProperties {
  const middle = rowHeightInPixels / 2;
  const bar = `transparent ${middle - 8}px, var(--hover) ${middle - 8}px ${middle + 8}px, transparent ${middle + 8}px`;
  const line = `transparent ${rowHeightInPixels - 1}px, var(--line) ${rowHeightInPixels - 1}px`;
  const layers = [
    { image: `linear-gradient(${bar})`, at: "1rem", width: "10rem" },
    { image: `linear-gradient(${bar})`, at: "45%", width: "7rem" },
    { image: `linear-gradient(${bar})`, at: "calc(100% - 4rem)", width: "5rem" },
    { image: `linear-gradient(${line})`, at: "0", width: "100%" },
  ];
  const each = (part: (layer: (typeof layers)[number]) => string) => layers.map(part).join(", ");
  return {
    backgroundImage: each(({ image }) => image),
    backgroundPosition: each(({ at }) => `${at} 0`),
    backgroundSize: each(({ width }) => `${width} ${rowHeightInPixels}px`),
    backgroundRepeat: each(() => "repeat-y"),
  };
}
