"use client";
import { type CSSProperties, useId, useState } from "react";
import { Readable } from "@/components/gateway/host-name";
import { stepStyles } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { stateStyles } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import { StepDetails, StepRemedy } from "./step-details";
import { StepTimes } from "./step-times";
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
import { focusStep, type WalkTableStep, walkTable } from "./walk-table";

const layout = walkLayout(walkTable);
const graphHeight = (layout.rows - 1) * rowHeightInPixels + nodeHeightInPixels;

/**
 * A live picture of the walk, drawn from the table of steps: a graph if there is space, a list on phones. The
 * selection follows the walk until you select a step.
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

/** The arrows between the steps: green when the dependency is done, flowing towards a running step. */
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

/** Straight along the dependency's row, then a curve in the gap before the step. */
function pathBetween(from: WalkNode, to: WalkNode): string {
  const start = (from.column + nodeShare) * unit;
  const end = to.column * unit;
  const bend = end - (1 - nodeShare) * unit;
  const [y1, y2] = [nodeCenterInPixels(from.row), nodeCenterInPixels(to.row)];
  if (y1 === y2) return `M ${start} ${y1} H ${end}`;
  const middle = (bend + end) / 2;
  return `M ${start} ${y1} H ${bend} C ${middle} ${y1} ${middle} ${y2} ${end} ${y2}`;
}

interface WalkStepProps {
  step: StepView;
  line: WalkTableStep;
  /** Titles of the steps that it depends on. */
  after: readonly string[];
  selected: boolean;
  onSelect: () => void;
  detailsId: string;
  place: CSSProperties;
}

const cards: Partial<Record<StepView["state"], string>> = {
  blocked: "@4xl:border-blocked-solid/60! @4xl:bg-blocked-soft!",
  failed: "@4xl:border-failed-solid/60! @4xl:bg-failed-soft!",
  running: "@4xl:border-running-solid/60!",
  pending: "@4xl:border-dashed @4xl:bg-transparent! @4xl:shadow-none!",
};

/** The arrowhead into a step: green once everything it depends on is done. */
const arrows: Record<StepView["state"], string> = {
  pending: "border-l-line-strong",
  running: "border-l-running-solid",
  done: "border-l-done-solid",
  waiting: "border-l-done-solid",
  blocked: "border-l-done-solid",
  failed: "border-l-done-solid",
};

/** One step: a card of the graph if there is space, else a list item with everything known about it. */
export function WalkStep(props: WalkStepProps) {
  const { step, line, after, selected, onSelect, detailsId, place } = props;
  const { state, label } = stepStyles[step.state];
  const look = stateStyles[state];
  const Icon = look.icon;
  return (
    <li
      data-step={step.id}
      data-state={step.state}
      style={place}
      className={cn(
        "group/step relative flex gap-3 pb-5 last:pb-0",
        "@4xl:absolute @4xl:top-(--top) @4xl:left-(--left) @4xl:h-(--height) @4xl:w-(--width) @4xl:rounded-lg @4xl:border",
        "@4xl:border-line @4xl:bg-raised @4xl:px-2.5 @4xl:py-2.5 @4xl:shadow-low @4xl:transition-colors",
        cards[step.state],
        selected && "@4xl:outline-2 @4xl:outline-focus/70 @4xl:outline-offset-1",
      )}
    >
      <span
        aria-hidden
        className={cn(
          "absolute top-7 bottom-1 left-3 w-px group-last/step:hidden @4xl:hidden",
          step.state === "done" ? "bg-done-solid" : "bg-line-strong",
        )}
      />
      <span
        className={cn(
          "z-1 flex size-6 shrink-0 items-center justify-center rounded-full @4xl:absolute @4xl:top-2.5 @4xl:left-2.5 @4xl:size-5",
          look.badge,
        )}
      >
        <Icon
          aria-hidden
          strokeWidth={2.25}
          className={cn("size-3.5", step.state === "running" && "animate-spin")}
        />
      </span>
      <div className="min-w-0 flex-1 pt-0.5 @4xl:pt-0">
        <h4 className="font-medium text-base text-ink leading-5 @4xl:truncate @4xl:pl-6.5">{step.title}</h4>
        <p className="text-xs @4xl:truncate @4xl:pl-6.5">
          <span className={cn("font-medium", look.text)}>{label}</span>
          <StepTimes step={step} />
        </p>
        {after.length > 0 ? (
          <p className="mt-0.5 text-subtle text-xs @4xl:sr-only">
            {texts.afterSteps({ steps: after.join(", ") })}
          </p>
        ) : null}
        <p
          className={cn(
            "mt-1 text-pretty break-words text-muted text-sm @4xl:mt-1.5 @4xl:line-clamp-3 @4xl:text-xs",
            step.state === "pending" && "text-subtle",
          )}
        >
          {step.state === "pending" ? <span className="hidden @4xl:inline">{line.purpose}</span> : null}
          <span className={cn(step.state === "pending" && "@4xl:hidden")}>
            <Readable text={step.note} />
          </span>
        </p>
        <div className="@4xl:hidden">
          <StepRemedy step={step} className="mt-2" />
        </div>
      </div>
      {after.length > 0 ? (
        <span
          aria-hidden
          className={cn(
            "absolute top-1/2 -left-1.25 hidden -translate-y-1/2 border-y-4 border-y-transparent border-l-6 @4xl:block",
            arrows[step.state],
          )}
        />
      ) : null}
      <button
        type="button"
        aria-label={texts.detailsOf({ step: step.title })}
        aria-pressed={selected}
        aria-controls={detailsId}
        onClick={onSelect}
        className="absolute inset-0 hidden cursor-pointer rounded-lg @4xl:block"
      />
    </li>
  );
}
