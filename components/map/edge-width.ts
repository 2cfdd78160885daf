const thinnest = 1.5;
const thickest = 7;

/** Width of an arrow in pixels for a share in percent; an arrow without a share takes everything, thinly drawn. */
export function edgeWidth(weight: number | null): number {
  if (weight === null) return thinnest;
  const share = Math.min(100, Math.max(0, weight)) / 100;
  return thinnest + share * (thickest - thinnest);
}
