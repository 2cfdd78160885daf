import { cn } from "./cn";
import { type State, stateLooks } from "./states";

export interface ProgressBarProps {
  /** 0 to 1; what is outside is cut off. */
  value: number;
  /** Names the bar. */
  label: string;
  /** In words, e.g. "34 of 90 days". */
  valueText?: string | undefined;
  state?: State;
  className?: string | undefined;
}

/** How far something has come. */
export function ProgressBar({ value, label, valueText, state = "done", className }: ProgressBarProps) {
  const share = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={valueText}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-hover", className)}
    >
      <div
        className={cn("h-full rounded-full", stateLooks[state].solid)}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
