import { isMap, isScalar, parseAllDocuments, stringify, visit, type YAMLMap } from "yaml";
import { dialect } from "@/lib/istio/yaml/write";

/**
 * The text with a name in the document that begins at `start`: in its own field for documents of the original, else
 * in `metadata`. Everything else stays as typed. Returns the text unchanged if no document begins there any more.
 */
export function nameDocument(
  text: string,
  start: number,
  name: string,
  source: "kubernetes" | "vamp",
): string {
  const map = mapAt(text, start);
  if (!map) return text;
  const field = { yaml: `name: ${stringify(name, dialect).trim()}`, json: `"name": ${JSON.stringify(name)}` };
  if (source === "vamp") return inserted(text, map, field);
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === "metadata");
  if (!pair)
    return inserted(text, map, {
      yaml: `metadata: { ${field.yaml} }`,
      json: `"metadata": { ${field.json} }`,
    });
  if (isMap(pair.value)) return inserted(text, pair.value, field);
  // `metadata:` without a value.
  const end = isScalar(pair.key) ? (pair.key.range?.[1] ?? 0) : 0;
  return text.slice(0, end) + text.slice(end).replace(/^(\s*:)/, `$1 { ${field.yaml} }`);
}

/** The map that begins at a position of the text: a document, or an item of a list. */
function mapAt(text: string, start: number): YAMLMap | null {
  const options = { ...dialect, prettyErrors: false, uniqueKeys: false } as const;
  let found: YAMLMap | null = null;
  const parsed = parseAllDocuments(text, options);
  for (const document of "empty" in parsed ? [] : parsed)
    visit(document, {
      Map(_key, node) {
        if (node.range?.[0] !== start) return undefined;
        found = node;
        return visit.BREAK;
      },
    });
  return found;
}

/** Inserts a field before the first one. */
function inserted(text: string, map: YAMLMap, field: { yaml: string; json: string }): string {
  const [start] = map.range ?? [0];
  if (map.flow) {
    const isJson = text
      .slice(start + 1)
      .trimStart()
      .startsWith('"');
    const first = isJson ? field.json : field.yaml;
    return `${text.slice(0, start + 1)} ${first}${map.items.length > 0 ? "," : " "}${text.slice(start + 1)}`;
  }
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  return `${text.slice(0, start)}${field.yaml}\n${" ".repeat(column)}${text.slice(start)}`;
}
