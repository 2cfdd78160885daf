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
