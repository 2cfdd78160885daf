import type { HeaderOperations } from "./istio-types";

/** Applies set, add and remove, in Envoy's order of remove last; returns a new map with lower-case names. */
export function applyHeaders(
  headers: Record<string, string>,
  ...operations: (HeaderOperations | undefined)[]
): Record<string, string> {
  const result = { ...headers };
  for (const { set = {}, add = {}, remove = [] } of operations.map((operation) => operation ?? {})) {
    for (const [name, value] of Object.entries(set)) result[name.toLowerCase()] = value;
    for (const [name, value] of Object.entries(add)) {
      const key = name.toLowerCase();
      result[key] = result[key] === undefined ? value : `${result[key]},${value}`;
    }
    for (const name of remove) delete result[name.toLowerCase()];
  }
  return result;
}
