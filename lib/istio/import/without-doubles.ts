import type { ImportedDocument, ImportProblem, Locate } from "./imported-document";

/** Of several documents for one object the last would win in silence: the later ones are refused. */
export function withoutDoubles(
  documents: readonly { document: ImportedDocument; locate: Locate }[],
): ImportedDocument[] {
  const seen = new Set<string>();
  return documents.map(({ document, locate }) => {
    const { kind, name, source, object, problems } = document;
    const key = `${kind} ${name}`;
    if (!object) return document;
    if (!seen.has(key)) {
      seen.add(key);
      return document;
    }
    const path = source === "vamp" ? ["name"] : ["metadata", "name"];
    const message = `${kind} ${name} stands in the text twice; this one is left out`;
    const problem: ImportProblem = { severity: "error", path, message, ...locate(path) };
    return { ...document, object: null, problems: [...problems, problem] };
  });
}
