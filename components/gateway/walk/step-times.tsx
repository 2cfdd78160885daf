"use client";
import { Children, useSyncExternalStore } from "react";
import { texts } from "@/components/gateway/texts";
import { formatSpan } from "@/components/ui/time/format-time";
import { Countdown, subscribeToClock } from "@/components/ui/time/relative-time";
import type { StepView } from "@/lib/api/gateway";

/** A duration in milliseconds; below ten seconds with tenths: "0.4 s", "12 s", "3 min 05 s". */
export function formatTaken(milliseconds: number): string {
  if (milliseconds < 100) return "< 0.1 s";
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)} s`;
  return formatSpan(milliseconds);
}

/** How long a completed step took from its first check, in milliseconds; null until it is done. */
export function timeTaken(step: Pick<StepView, "state" | "since" | "startedAt">): number | null {
  if (step.state !== "done") return null;
  return Math.max(0, Date.parse(step.since) - Date.parse(step.startedAt));
}

/** From the first step's first check until the last one was done, in milliseconds; null before that. */
export function walkTaken(steps: readonly StepView[]): number | null {
  if (steps.length === 0 || steps.some((step) => step.state !== "done")) return null;
  const starts = steps.map((step) => Date.parse(step.startedAt));
  const ends = steps.map((step) => Date.parse(step.since));
  return Math.max(...ends) - Math.min(...starts);
}

/** When the walk was last checked: the latest check of its steps; null before the first. */
export function lastCheck(steps: readonly StepView[]): string | null {
  const seen = steps.filter((step) => step.state !== "pending").map((step) => step.at);
  return seen.sort().at(-1) ?? null;
}

/** How long something has lasted, updated every second; `since` is ISO 8601. */
function Elapsed({ since }: { since: string }) {
  const from = Date.parse(since);
  const text = useSyncExternalStore(
    subscribeToClock,
    () => formatSpan(Date.now() - from),
    () => "",
  );
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      {text}
    </span>
  );
}

/** After a step's state: how long it took, or how long it has lasted and when the next try is. */
export function StepTimes({ step }: { step: StepView }) {
  const taken = timeTaken(step);
  if (taken !== null) return <span className="text-subtle tabular-nums"> · {formatTaken(taken)}</span>;
  if (step.state === "pending") return null;
  return (
    <span className="text-subtle">
      {" · "}
      {step.retryAt && step.state !== "running" ? (
        <Countdown to={step.retryAt} prefix={`${texts.againIn} `} dueText={texts.checkingNowShort} />
      ) : (
        Children.toArray(texts.forTime({ time: <Elapsed since={step.since} /> }))
      )}
    </span>
  );
}
