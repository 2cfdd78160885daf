"use client";
import { Countdown } from "@/components/ui/countdown";
import type { StepView } from "@/lib/api/gateway";
import { Elapsed } from "./elapsed";
import { formatTaken, timeTaken } from "./step-times";

/** Behind a step's state: how long it took, or how long it has lasted and when it is tried again. */
export function StepTimes({ step }: { step: StepView }) {
  const taken = timeTaken(step);
  if (taken !== null) return <span className="text-subtle tabular-nums"> · {formatTaken(taken)}</span>;
  if (step.state === "pending") return null;
  return (
    <span className="text-subtle">
      {" · "}
      {step.retryAt && step.state !== "running" ? (
        <Countdown to={step.retryAt} prefix="again in " dueText="checking now" />
      ) : (
        <>
          for <Elapsed since={step.since} />
        </>
      )}
    </span>
  );
}
