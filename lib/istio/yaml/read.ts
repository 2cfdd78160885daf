import { type Document, isCollection, isNode, LineCounter, type ParsedNode, parseAllDocuments } from "yaml";
import { dialect } from "./dialect";

/** A place in a text: offsets of UTF-16 units with `end` exclusive, and line and column counted from 1. */
export interface TextPlace {
  start: number;
  end: number;
  line: number;
  column: number;
}

export interface TextProblem extends TextPlace {
  message: string;
}

/** One document of a YAML (or JSON) text. */
export interface YamlDocument {
  /** `null` when the document could not be read. */
  value: unknown;
  /** Mistakes of YAML itself. */
  problems: TextProblem[];
  /** The place of a field; of its nearest parent, when the field is not there. */
  locate(path: readonly (string | number)[]): TextPlace;
}

/** Reads all documents of a text; empty ones are left out. It throws nothing: mistakes are in `problems`. */
export function readDocuments(text: string): YamlDocument[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { ...dialect, lineCounter: lines, prettyErrors: false });
  const documents = "empty" in parsed ? [] : parsed;
  const place = (start: number, end: number): TextPlace => {
    const { line, col } = lines.linePos(start);
    return { start, end, line, column: col };
  };
  return documents
    .filter((document) => document.errors.length > 0 || document.contents !== null)
    .map((document) => {
      const problems = document.errors.map(({ message, pos }) => ({ ...place(pos[0], pos[1]), message }));
      const locate = (path: readonly (string | number)[]) => place(...rangeOf(document, path));
      if (problems.length > 0) return { value: null, problems, locate };
      try {
        return { value: document.toJS(), problems, locate };
      } catch (error) {
        const message = error instanceof Error ? error.message : "The document cannot be read";
        return { value: null, problems: [{ ...locate([]), message }], locate };
      }
    });
}

/** The key and value of the deepest field of the path that stands in the document. */
function rangeOf(document: Document.Parsed, path: readonly (string | number)[]): [number, number] {
  let node: unknown = document.contents;
  let range = valueRange(document.contents) ?? [document.range[0], document.range[0]];
  for (const step of path) {
    if (!isCollection(node)) break;
    const inner: unknown = node.get(step, true);
    const found = isNode(inner) ? valueRange(inner as ParsedNode) : null;
    if (!found) break;
    range = found;
    node = inner;
  }
  return range;
}

function valueRange(node: ParsedNode | null): [number, number] | null {
  return node?.range ? [node.range[0], node.range[1]] : null;
}
