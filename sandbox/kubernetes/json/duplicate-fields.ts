interface Container {
  /** The path of the container, such as `spec.ports[0]`. */
  path: string;
  /** The keys so far; a list has none. */
  keys: Set<string> | null;
  index: number;
  key: string;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * The paths of fields that valid JSON repeats within an object, each once, in order. `JSON.parse` silently keeps
 * the last of them.
 */
export function duplicateFields(json: string): string[] {
  const found = new Set<string>();
  const open: Container[] = [];
  let isKey = false;
  for (const [text] of json.matchAll(token)) {
    const inside = open.at(-1);
    if (text === "{" || text === "[") {
      open.push({ path: pathIn(inside), keys: text === "{" ? new Set() : null, index: 0, key: "" });
      isKey = text === "{";
    } else if (text === "}" || text === "]") {
      open.pop();
      isKey = false;
    } else if (text === ",") {
      if (inside) inside.index += 1;
      isKey = inside?.keys != null;
    } else if (text !== ":" && isKey && inside?.keys) {
      inside.key = JSON.parse(text) as string;
      if (inside.keys.has(inside.key)) found.add(pathIn(inside));
      inside.keys.add(inside.key);
      isKey = false;
    }
  }
  return [...found];
}

function pathIn(container: Container | undefined): string {
  if (!container) return "";
  const { path, keys, index, key } = container;
  if (!keys) return `${path}[${index}]`;
  return path === "" ? key : `${path}.${key}`;
}
