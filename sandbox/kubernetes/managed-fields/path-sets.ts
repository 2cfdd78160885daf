/** What of `paths` is not in `others`. */
export function without(paths: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  const rest = new Set<string>();
  for (const path of paths) if (!others.has(path)) rest.add(path);
  return rest;
}

export function union(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a, ...b]);
}

export function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && without(a, b).size === 0;
}
