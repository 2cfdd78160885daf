"use client";
import { type CSSProperties, useId, useState } from "react";
import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import { focusStep } from "./focus-step";
import { StepDetails } from "./step-details";
import { WalkEdges } from "./walk-edges";
import { cellsWide, nodeHeightInPixels, nodeShare, rowHeightInPixels } from "./walk-geometry";
import { type WalkNode, walkLayout } from "./walk-layout";
import { WalkStep } from "./walk-step";
import { walkTable } from "./walk-table";

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
          <ol aria-label={`Steps of ${host.host}`} className="@4xl:relative @4xl:h-(--graph)">
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
