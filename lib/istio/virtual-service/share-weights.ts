/**
 * The weights after you set one of them, like linked sliders: the others keep their proportions, all are whole numbers, and
 * they add up to 100. Locked ones stay as they are as far as possible.
 *
 * @param index which weight is set; `value` is held within 0 and what the locked ones leave
 */
export function shareWeights(
  weights: readonly number[],
  index: number,
  value: number,
  locked: readonly number[] = [],
): number[] {
  if (weights.length === 1) return [100];
  const isLocked = (position: number) => position !== index && locked.includes(position);
  const held = weights.reduce((sum, weight, position) => sum + (isLocked(position) ? weight : 0), 0);
  const free = weights.flatMap((_, position) => (position === index || isLocked(position) ? [] : [position]));
  const most = Math.max(0, 100 - held);
  const set = free.length === 0 ? most : Math.min(most, Math.max(0, Math.round(value)));
  const shares = proportional(
    free.map((position) => weights[position] ?? 0),
    most - set,
  );
  return weights.map((weight, position) => {
    if (position === index) return set;
    return isLocked(position) ? weight : (shares[free.indexOf(position)] ?? 0);
  });
}

/** The share of each weight in percent, rounded: weights are shares of their sum, whatever it is. */
export function percentages(weights: readonly number[]): number[] {
  const sum = weights.reduce((whole, weight) => whole + weight, 0);
  return weights.map((weight) => (sum === 0 ? 0 : Math.round((weight / sum) * 100)));
}

/** Whole numbers in the proportions of the parts that add up to the total; equal ones if all parts are 0. */
export function proportional(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((whole, part) => whole + part, 0);
  const exact = parts.map((part) => (sum === 0 ? total / parts.length : (part / sum) * total));
  const shares = exact.map(Math.floor);
  const byRemainder = exact
    .map((share, position) => ({ position, remainder: share - Math.floor(share) }))
    .sort((one, other) => other.remainder - one.remainder || one.position - other.position);
  const missing = total - shares.reduce((whole, share) => whole + share, 0);
  for (const { position } of byRemainder.slice(0, missing)) shares[position] = (shares[position] ?? 0) + 1;
  return shares;
}
