/** Where the cursor is in a YAML text that may be half written. */
interface Cursor {
  /** `kind` of the document around the cursor. */
  kind: string | null;
  /** For a key, the path of the map that it belongs to; for a value, the path of the value. */
  path: (string | number)[];
  at: "key" | "value";
  /** The part of the key or value before the cursor. */
  typed: string;
}

interface Level {
  indent: number;
  step: string | number;
}

const keyPattern = /^("[^"]*"|'[^']*'|[^\s#:'"][^:#]*?)\s*:(\s+|$)/;

const longestLine = 1_000;

/**
 * Finds the cursor's path by indentation, because the text is rarely a valid document while you type. Doesn't follow flow
 * style (`{…}`, `[…]`).
 */
export function cursorAt(text: string, offset: number): Cursor {
  const start = Math.max(0, text.lastIndexOf("\n---", offset - 1) + 1);
  const end = text.indexOf("\n---", offset);
  const document = text.slice(start, end === -1 ? text.length : end);
  const kind = /^kind:[ \t]*["']?(\w+)/m.exec(document)?.[1] ?? null;
  // Anything longer than a key with its indentation isn't one, and would be tried character by character.
  const lines = text
    .slice(start, offset)
    .split("\n")
    .map((line) => line.slice(0, longestLine));
  const last = lines.pop() ?? "";
  const levels: Level[] = [];
  for (const line of lines) if (!/^(\s*(#|$)|---)/.test(line)) enter(levels, line);
  const rest = enterItems(levels, last);
  const key = keyPattern.exec(rest.text);
  leave(levels, rest.indent);
  const path = levels.map(({ step }) => step);
  if (key) {
    const typed = rest.text.slice(key[0].length);
    return { kind, path: [...path, unquote(key[1] ?? "")], at: "value", typed };
  }
  const inList = typeof path.at(-1) === "number" && rest.text !== "" && /^\s*-\s/.test(last);
  return { kind, path, at: inList && !opensMap(levels, last) ? "value" : "key", typed: rest.text };
}

/**
 * A dash followed by a word may start a map or be a plain value. Both are possible, so it counts as a key.
 */
function opensMap(levels: Level[], line: string): boolean {
  return levels.length > 0 && !/^\s*-\s+["'*]/.test(line);
}

function enter(levels: Level[], line: string): void {
  const { indent, text } = enterItems(levels, line);
  const key = keyPattern.exec(text);
  if (!key) return;
  leave(levels, indent);
  levels.push({ indent, step: unquote(key[1] ?? "") });
}

/**
 * Removes the dashes from the start of a line: each one is an entry of a list, at or below its key's indentation.
 */
function enterItems(levels: Level[], line: string): { indent: number; text: string } {
  let indent = line.length - line.trimStart().length;
  let text = line.trimStart();
  while (/^-(\s|$)/.test(text)) {
    while (levels.length > 0 && isDeeper(levels.at(-1), indent)) levels.pop();
    const top = levels.at(-1);
    if (top && typeof top.step === "number" && top.indent === indent) top.step++;
    else levels.push({ indent, step: 0 });
    const inner = text.slice(1).trimStart();
    indent += text.length - inner.length;
    text = inner;
  }
  return { indent, text };
}

function isDeeper(level: Level | undefined, indent: number): boolean {
  return level !== undefined && level.indent > indent;
}

/** Leaves the maps that end before a key at this indentation. */
function leave(levels: Level[], indent: number): void {
  while (levels.length > 0 && (levels.at(-1)?.indent ?? 0) >= indent) levels.pop();
}

function unquote(key: string): string {
  return key.replace(/^(["'])(.*)\1$/, "$2");
}

/**
 * How much of a text is read at once. The reader takes up to ten microseconds for each structural character, and nothing else
 * can happen in that time: no other request in the server, no key in a browser. This much takes well below 200 ms, and is
 * about 8,000 lines.
 */
export const mostMarks = 16_000;
export const mostDocuments = 1_000;
/** Deeper than any Kubernetes object; whatever processes objects is recursive. */
export const deepest = 100;

const marks = new Set([..."\n:,[]{}\"'-&*?!#%|><"].map((mark) => mark.charCodeAt(0)));

/** A part of a text, and where it starts in the text. */
export interface Part {
  text: string;
  start: number;
}

/**
 * The text split where its documents start, each with its `---`. A line that starts like this ends a document wherever it is
 * (YAML 1.2, 9.1.2); directives belong to the document after them.
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

/** If a text has more structural characters than are read at once, the offset of the first one too many; otherwise null. */
export function overBound(text: string): number | null {
  let count = 0;
  for (let index = 0; index < text.length; index++)
    if (marks.has(text.charCodeAt(index)) && ++count > mostMarks) return index;
  return null;
}

/** A position in a text: offsets of UTF-16 units with `end` exclusive, and line and column counted from 1. */
export interface TextPlace {
  start: number;
  end: number;
  line: number;
  column: number;
}

/** Returns the positions in a text by their offsets. */
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
