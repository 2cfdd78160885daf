/** A place in a text: offsets of UTF-16 units with `end` exclusive, and line and column counted from 1. */
export interface TextPlace {
  start: number;
  end: number;
  line: number;
  column: number;
}

/** Gives the places of a text by their offsets. */
export function linesOf(text: string): (start: number, end: number) => TextPlace {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (start, end) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= start) low = middle;
      else high = middle;
    }
    return { start, end, line: low + 1, column: start - (starts[low] ?? 0) + 1 };
  };
}
