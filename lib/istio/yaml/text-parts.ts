/**
 * How much of a text is read at once. The reader takes up to ten microseconds for a mark of structure, whatever it is,
 * and nothing else may happen meanwhile: in the server no other request, in a browser no key. So much takes well below
 * 200 ms, and is some 8,000 lines.
 */
export const mostMarks = 16_000;
export const mostDocuments = 1_000;
/** Deeper than any object of Kubernetes; what handles objects goes down by recursion. */
export const deepest = 100;

const marks = new Set([..."\n:,[]{}\"'-&*?!#%|><"].map((mark) => mark.charCodeAt(0)));

/** A part of a text, and where it begins in it. */
export interface Part {
  text: string;
  start: number;
}

/**
 * The text cut where its documents begin, each with its `---`. A line that begins so ends a document whatever it
 * stands in (YAML 1.2, 9.1.2); directives belong to the document after them.
 */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (const { index } of text.matchAll(/^---(?=\s|$)/gm)) {
    const before = text.slice(start, index);
    if (index === start || /^%/m.test(before)) continue;
    parts.push({ text: before, start });
    start = index;
  }
  parts.push({ text: text.slice(start), start });
  return parts;
}

/** Where a text has more marks of structure than are read at once, the offset of the first too many; else null. */
export function overBound(text: string): number | null {
  let count = 0;
  for (let index = 0; index < text.length; index++)
    if (marks.has(text.charCodeAt(index)) && ++count > mostMarks) return index;
  return null;
}

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
