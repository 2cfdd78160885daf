/**
 * True when `next` is not newer than `held`. Resource versions are decimal numbers that grow across all
 * objects of a kind (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions); where
 * a server does otherwise, only equality counts.
 */
export function isNotNewer(next: string | undefined, held: string | undefined): boolean {
  return next !== undefined && (next === held || isOlder(next, held));
}

/** True when both are numbers and `one` is the smaller: a server whose versions do not compare has no past. */
export function isOlder(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || !/^\d+$/.test(one) || !/^\d+$/.test(other)) return false;
  return one.length === other.length ? one < other : one.length < other.length;
}
