import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from "yaml";
import {
  deepest,
  linesOf,
  mostDocuments,
  mostMarks,
  overBound,
  type Part,
  partsOf,
  type TextPlace,
} from "./cursor";
import { texts } from "./texts";
import { dialect } from "./write";

interface TextProblem extends TextPlace {
  message: string;
}

/** One document of a YAML (or JSON) text. */
export interface YamlDocument {
  /** `null` when the document could not be read. */
  value: unknown;
  /** Mistakes of YAML itself. */
  problems: TextProblem[];
  /** Keys that appear twice in a map, where the last one counts. */
  repeated: TextProblem[];
  /** The position of a field, or of its closest parent if the field doesn't exist. */
  locate(path: readonly (string | number)[]): TextPlace;
}

type PlaceOf = (start: number, end: number) => TextPlace;

/**
 * Reads all documents of a text at once, except empty ones. Never throws: mistakes are in `problems`, and so is a text that
 * is longer than may be read at once.
 */
export function readDocuments(text: string): YamlDocument[] {
  const place = linesOf(text);
  const over = overBound(text);
  return over === null ? readPart({ text, start: 0 }, place, true) : [tooMuch(place(over, over))];
}

/**
 * The same for a text of many documents, of which each has its own limit; after each one, `pause` lets other work run. A key
 * that appears twice is no mistake, as in `kubectl` for many years: the last one counts.
 */
export async function readDocumentsInTurns(
  text: string,
  pause: () => Promise<void>,
): Promise<YamlDocument[]> {
  const place = linesOf(text);
  const parts = partsOf(text);
  const most = parts[mostDocuments];
  if (most) {
    const message = texts.tooManyDocuments({ max: mostDocuments.toLocaleString("en") });
    return [unreadable({ ...place(most.start, most.start + 3), message })];
  }
  const documents: YamlDocument[] = [];
  for (const part of parts) {
    const over = overBound(part.text);
    const at = part.start + (over ?? 0);
    documents.push(...(over === null ? readPart(part, place, false) : [tooMuch(place(at, at))]));
    await pause();
  }
  return documents;
}

function tooMuch(place: TextPlace): YamlDocument {
  const message = texts.tooMuch({ max: mostMarks.toLocaleString("en") });
  return unreadable({ ...place, message });
}

function unreadable(problem: TextProblem): YamlDocument {
  const { message: _message, ...place } = problem;
  return { value: null, problems: [problem], repeated: [], locate: () => place };
}

function readPart({ text, start }: Part, place: PlaceOf, isStrict: boolean): YamlDocument[] {
  const within: PlaceOf = (from, to) => place(start + from, start + to);
  try {
    // The library would compare each key with all other keys of its map.
    const options = { ...dialect, prettyErrors: false, uniqueKeys: false } as const;
    const parsed = parseAllDocuments(text, options);
    const documents = "empty" in parsed ? [] : parsed;
    return documents
      .filter((document) => document.errors.length > 0 || document.contents !== null)
      .map((document) => readDocument(document, within, isStrict));
  } catch (error) {
    return [unreadable({ ...within(0, 0), message: messageOf(error) })];
  }
}

function readDocument(document: Document.Parsed, place: PlaceOf, isStrict: boolean): YamlDocument {
  const locate = (path: readonly (string | number)[]) => place(...rangeOf(document, path));
  const mistakes = document.errors.map(({ message, pos, code }) => ({
    ...place(pos[0], pos[1]),
    message: code === "RESOURCE_EXHAUSTION" ? texts.nestedTooDeeply : message,
  }));
  const structure = mistakes.length > 0 ? { tooDeep: [], repeated: [] } : structureProblems(document, place);
  const { tooDeep, repeated } = structure;
  const problems = [...mistakes, ...tooDeep, ...(isStrict ? repeated : [])];
  if (problems.length > 0) return { value: null, problems, repeated: [], locate };
  try {
    return { value: document.toJS(), problems, repeated, locate };
  } catch (error) {
    return { value: null, problems: [{ ...locate([]), message: messageOf(error) }], repeated: [], locate };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError) return texts.nestedTooDeeply;
  return error instanceof Error ? error.message : texts.unreadable;
}

/** What the library isn't asked to check: duplicate keys, and endless nesting. */
function structureProblems(document: Document.Parsed, place: PlaceOf) {
  const tooDeep: TextProblem[] = [];
  const repeated: TextProblem[] = [];
  visit(document, {
    Collection(_key, node, path) {
      if (path.filter(isCollection).length >= deepest) {
        tooDeep.push({ ...placeOf(node, place), message: texts.tooDeep({ max: deepest }) });
        return visit.BREAK;
      }
      if (isMap(node)) repeated.push(...repeatedKeys(node, place));
      return undefined;
    },
  });
  return { tooDeep, repeated };
}

function repeatedKeys({ items }: YAMLMap, place: PlaceOf): TextProblem[] {
  const seen = new Set<string>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key) || key.value === "<<") return [];
    const name = String(key.value);
    if (seen.has(name)) return [{ ...placeOf(key, place), message: texts.uniqueKeys }];
    seen.add(name);
    return [];
  });
}

function placeOf(node: unknown, place: PlaceOf): TextPlace {
  return place(...(rangeOfNode(node) ?? [0, 0]));
}

/** The key and value of the deepest field of the path that exists in the document. */
function rangeOf(document: Document.Parsed, path: readonly (string | number)[]): [number, number] {
  let node: unknown = document.contents;
  let range = rangeOfNode(document.contents) ?? [document.range[0], document.range[0]];
  for (const step of path) {
    if (!isCollection(node)) break;
    const inner: unknown = node.get(step, true);
    const found = rangeOfNode(inner);
    if (!found) break;
    range = found;
    node = inner;
  }
  return range;
}

function rangeOfNode(node: unknown): [number, number] | null {
  return isNode(node) && node.range ? [node.range[0], node.range[1]] : null;
}
