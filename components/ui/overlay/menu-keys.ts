/**
 * Which entry of a menu a key leads to (WAI-ARIA menu pattern): arrows around the ends, Home, End, or a
 * letter to
 * the next entry that begins with it. Null for keys that mean nothing here.
 */
export function menuItemFor(key: string, at: number, labels: readonly string[]): number | null {
  const count = labels.length;
  if (count === 0) return null;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return at <= 0 ? count - 1 : at - 1;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key.length !== 1 || key === " ") return null;
  for (let step = 1; step <= count; step += 1) {
    const next = (Math.max(at, -1) + step) % count;
    if (labels[next]?.toLowerCase().startsWith(key.toLowerCase())) return next;
  }
  return null;
}
