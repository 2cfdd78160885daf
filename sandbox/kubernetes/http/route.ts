/** Where a request of the resource API goes; what the path says, not whether it exists. */
interface ResourcePath {
  group: string;
  version: string;
  namespace?: string;
  plural: string;
  name?: string;
  subresource?: string;
}

/** Reads `/api/v1/…` and `/apis/{group}/{version}/…`; null for every other path. */
export function parseResourcePath(pathname: string): ResourcePath | null {
  const [root, ...segments] = pathname
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const group = root === "api" ? "" : root === "apis" ? segments.shift() : undefined;
  const version = segments.shift();
  const [first, second, third, ...rest] = segments;
  if (group === undefined || version === undefined || first === undefined) return null;
  const isNamespaceItself = third === undefined || third === "status" || third === "finalize";
  if (first === "namespaces" && second !== undefined && !isNamespaceItself) {
    return { group, version, namespace: second, plural: third, ...named(rest) };
  }
  return { group, version, plural: first, ...named(segments.slice(1)) };
}

function named(segments: readonly string[]): Pick<ResourcePath, "name" | "subresource"> {
  const [name, subresource] = segments;
  return { ...(name !== undefined && { name }), ...(subresource !== undefined && { subresource }) };
}
