import type { ReactNode } from "react";
import { cn } from "./cn";
import { type State, stateLooks } from "./states";

/** An ordered list of steps, drawn as a line with a mark at each: `Stepper` around `StepperItem`s. */
export function Stepper({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {children}
    </ol>
  );
}

export interface StepperItemProps {
  state: State;
  title: ReactNode;
  /** At the right: how long it took, the countdown. */
  aside?: ReactNode;
  /** The note, the remedy, the facts. */
  children?: ReactNode;
  /** In place of the table's word for the state. */
  stateLabel?: string | undefined;
}

export function StepperItem({ state, title, aside, stateLabel, children }: StepperItemProps) {
  const look = stateLooks[state];
  const Icon = look.icon;
  return (
    <li data-state={state} className="group/step relative flex gap-3 pb-5 last:pb-0">
      <span
        aria-hidden
        className={cn(
          "absolute top-6 bottom-0 left-3 w-px group-last/step:hidden",
          state === "done" ? "bg-done-solid" : "bg-line-strong",
        )}
      />
      <span className={cn("z-1 flex size-6 shrink-0 items-center justify-center rounded-full", look.badge)}>
        <Icon
          aria-hidden
          strokeWidth={2.25}
          className={cn("size-3.5", state === "running" && "animate-spin")}
        />
      </span>
      <div className="min-w-0 flex-1 pt-0.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h3 className="font-medium text-base text-ink leading-5">
            {title}
            <span className={cn("ml-2 font-normal text-xs", look.text)}>{stateLabel ?? look.label}</span>
          </h3>
          {aside ? <span className="text-subtle text-xs">{aside}</span> : null}
        </div>
        {children ? <div className="mt-1 text-muted text-sm">{children}</div> : null}
      </div>
    </li>
  );
}
