/** Whether every label of the selector is among the labels. */
export function selects(selector: Record<string, string>, labels: Record<string, string>): boolean {
  for (const key in selector) if (selector[key] !== labels[key]) return false;
  return true;
}
