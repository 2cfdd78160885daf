import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { separator } from "./field-paths";

/** Reads a `fieldsV1` tree into the set of its paths. */
export function decodeFieldsV1(tree: unknown): Set<string> {
  const paths = new Set<string>();
  if (isRecord(tree)) visit(tree, "", paths);
  return paths;
}

function visit(tree: Record<string, unknown>, prefix: string, paths: Set<string>): void {
  for (const [element, child] of Object.entries(tree)) {
    if (element === ".") {
      if (prefix !== "") paths.add(prefix);
      continue;
    }
    const path = prefix === "" ? element : `${prefix}${separator}${element}`;
    if (isRecord(child) && Object.keys(child).length > 0) visit(child, path, paths);
    else paths.add(path);
  }
}

/** Writes a set of paths as a `fieldsV1` tree; a path that others go through is marked with ".". */
export function encodeFieldsV1(paths: ReadonlySet<string>): Record<string, unknown> {
  const root: Tree = {};
  for (const path of [...paths].sort()) {
    let at = root;
    for (const element of path.split(separator)) {
      at[element] ??= {};
      at = at[element];
    }
    at["."] = {};
  }
  return unmarkedLeaves(root);
}

interface Tree {
  [element: string]: Tree;
}

function unmarkedLeaves(tree: Tree): Tree {
  const elements = Object.keys(tree);
  if (elements.length === 1 && elements[0] === ".") return {};
  const cleaned: Tree = {};
  for (const [element, child] of Object.entries(tree)) {
    cleaned[element] = element === "." ? {} : unmarkedLeaves(child);
  }
  return cleaned;
}
