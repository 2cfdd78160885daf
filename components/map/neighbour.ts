import type { PlacedNode } from "./map-layout";

const steps: Record<string, { along: "x" | "y"; sign: 1 | -1 }> = {
  ArrowRight: { along: "x", sign: 1 },
  ArrowLeft: { along: "x", sign: -1 },
  ArrowDown: { along: "y", sign: 1 },
  ArrowUp: { along: "y", sign: -1 },
};

/**
 * The node that an arrow key leads to: up and down within the column, left and right to the nearest node of the
 * columns on that side. Null at an edge of the picture and for other keys.
 */
export function neighbour(key: string, id: string, nodes: readonly PlacedNode[]): string | null {
  const step = steps[key];
  const from = nodes.find(({ node }) => node.id === id);
  if (!step || !from) return null;
  const across = step.along === "x" ? "y" : "x";
  const ahead = nodes.filter((other) => {
    const distance = (other[step.along] - from[step.along]) * step.sign;
    return distance > 0 && (step.along === "x" || other.x === from.x);
  });
  const far = (other: PlacedNode) => Math.abs(other[step.along] - from[step.along]);
  const aside = (other: PlacedNode) => Math.abs(other[across] - from[across]);
  const [nearest] = ahead.sort((one, other) => far(one) - far(other) || aside(one) - aside(other));
  return nearest?.node.id ?? null;
}
