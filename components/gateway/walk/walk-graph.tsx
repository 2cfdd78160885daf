"use client";
import { type CSSProperties, useId, useState } from "react";
import { texts } from "@/components/gateway/texts";
import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import { StepDetails } from "./step-details";
import styles from "./walk-graph.module.css";
import {
  cellsWide,
  nodeCenterInPixels,
  nodeHeightInPixels,
  nodeShare,
  rowHeightInPixels,
  type WalkLayout,
  type WalkNode,
  walkLayout,
} from "./walk-layout";
import { WalkStep } from "./walk-step";
import { focusStep, walkTable } from "./walk-table";

const layout = walkLayout(walkTable);
const graphHeight = (layout.rows - 1) * rowHeightInPixels + nodeHeightInPixels;

/**
 * The walk as a living picture, drawn from the table of steps: a graph where there is room, a list on phones. The
 * chosen step follows the walk until somebody chooses one.
 */
export function WalkGraph({ host }: { host: SecuredHostView }) {
  const detailsId = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const focus = focusStep(host.steps)?.id;
  const selected = host.steps.find((step) => step.id === (chosen ?? focus));
  const stateOf = (id: string): StepView["state"] =>
    host.steps.find((step) => step.id === id)?.state ?? "pending";

  return (
    <div className="@container">
      <div className="relative p-4">
        <div className="relative" style={{ "--graph": `${graphHeight}px` } as CSSProperties}>
          <div
            className="absolute inset-x-0 top-0 hidden @4xl:block"
            style={{ height: layout.rows * rowHeightInPixels }}
          >
            <WalkEdges layout={layout} stateOf={stateOf} />
          </div>
          <ol aria-label={texts.stepsOf({ host: host.host })} className="@4xl:relative @4xl:h-(--graph)">
            {walkTable.map((line) => {
              const step = host.steps.find(({ id }) => id === line.id);
              const node = layout.nodes.find(({ id }) => id === line.id);
              return step && node ? (
                <WalkStep
                  key={line.id}
                  step={step}
                  line={line}
                  after={line.needs.map(titleOf)}
                  selected={step.id === selected?.id}
                  onSelect={() => setChosen(step.id === chosen ? null : step.id)}
                  detailsId={detailsId}
                  place={placeOf(node)}
                />
              ) : null;
            })}
          </ol>
        </div>
      </div>
      {selected ? <StepDetails id={detailsId} step={selected} line={lineOf(selected)} /> : null}
    </div>
  );
}

function placeOf({ column, row }: WalkNode): CSSProperties {
  const cell = 100 / cellsWide(layout.columns);
  return {
    "--left": `${column * cell}%`,
    "--width": `${nodeShare * cell}%`,
    "--top": `${row * rowHeightInPixels}px`,
    "--height": `${nodeHeightInPixels}px`,
  } as CSSProperties;
}

function lineOf(step: StepView) {
  return (
    walkTable.find(({ id }) => id === step.id) ?? { id: step.id, title: step.title, purpose: "", needs: [] }
  );
}

function titleOf(id: string): string {
  return walkTable.find((line) => line.id === id)?.title ?? id;
}

const unit = 100;

interface WalkEdgesProps {
  layout: WalkLayout;
  stateOf: (id: string) => StepView["state"];
}

/** The arrows between the steps: green where the need is met, flowing towards a step that runs. */
function WalkEdges({ layout, stateOf }: WalkEdgesProps) {
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
