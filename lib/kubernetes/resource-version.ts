/**
 * True when `next` is not newer than `held`. Resource versions are decimal numbers that grow across all
 * objects of a kind (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions); where
 * a server does otherwise, only equality counts.
 */
export function isNotNewer(next: string | undefined, held: string | undefined): boolean {
  if (next === undefined || held === undefined) return false;
  if (next === held) return true;
  if (!/^\d+$/.test(next) || !/^\d+$/.test(held)) return false;
  return next.length === held.length ? next < held : next.length < held.length;
}
