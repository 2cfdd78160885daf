import type { StepView } from "@/lib/api/gateway";
import { cellsWide, nodeCenterInPixels, nodeShare, rowHeightInPixels } from "./walk-geometry";
import styles from "./walk-graph.module.css";
import type { WalkLayout, WalkNode } from "./walk-layout";

const unit = 100;

interface WalkEdgesProps {
  layout: WalkLayout;
  stateOf: (id: string) => StepView["state"];
}

/** The arrows between the steps: green where the need is met, flowing towards a step that runs. */
export function WalkEdges({ layout, stateOf }: WalkEdgesProps) {
  const height = layout.rows * rowHeightInPixels;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${cellsWide(layout.columns) * unit} ${height}`}
      preserveAspectRatio="none"
      className={styles.edges}
    >
      {layout.edges.map(({ from, to }) => (
        <path
          key={`${from.id}-${to.id}`}
          d={pathBetween(from, to)}
          data-state={edgeState(stateOf(from.id), stateOf(to.id))}
          className={styles.edge}
        />
      ))}
    </svg>
  );
}

function edgeState(from: StepView["state"], to: StepView["state"]): "open" | "done" | "flowing" {
  if (from !== "done") return "open";
  return to === "running" ? "flowing" : "done";
}

/** Straight along the row of the need, then a curve within the gap before the step. */
function pathBetween(from: WalkNode, to: WalkNode): string {
  const start = (from.column + nodeShare) * unit;
  const end = to.column * unit;
  const bend = end - (1 - nodeShare) * unit;
  const [y1, y2] = [nodeCenterInPixels(from.row), nodeCenterInPixels(to.row)];
  if (y1 === y2) return `M ${start} ${y1} H ${end}`;
  const middle = (bend + end) / 2;
  return `M ${start} ${y1} H ${bend} C ${middle} ${y1} ${middle} ${y2} ${end} ${y2}`;
}
