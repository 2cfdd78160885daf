"use client";
import { Readable } from "@/components/gateway/host-name";
import { stepStyles } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { StatusBadge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Countdown, RelativeTime } from "@/components/ui/time/relative-time";
import type { StepView } from "@/lib/api/gateway";
import { formatTaken, timeTaken } from "./step-times";
import type { WalkTableStep } from "./walk-table";

interface StepDetailsProps {
  id: string;
  step: StepView;
  line: WalkTableStep;
}

/** Below the graph: everything known about the selected step. */
export function StepDetails({ id, step, line }: StepDetailsProps) {
  const { state, label } = stepStyles[step.state];
  const taken = timeTaken(step);
  const begun = step.state !== "pending";
  return (
    <div id={id} className="hidden min-h-30 gap-8 border-line border-t px-4 py-3.5 @4xl:flex">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2.5">
          <h4 className="font-semibold text-base text-ink">{step.title}</h4>
          <StatusBadge state={state}>{label}</StatusBadge>
        </div>
        <p className="mt-0.5 text-pretty text-subtle text-sm">{line.purpose}</p>
        <p className="mt-2 text-pretty break-words text-ink text-sm">
          <Readable text={step.note} />
        </p>
        <StepRemedy step={step} className="mt-2" />
      </div>
      <dl className="grid w-60 shrink-0 grid-cols-[auto_1fr] content-start gap-x-4 gap-y-1 text-sm">
        {begun ? (
          <>
            {taken === null ? null : <Fact term={texts.took}>{formatTaken(taken)}</Fact>}
            <Fact term={texts.stateSince({ state: label })}>
              <RelativeTime at={step.since} />
            </Fact>
            <Fact term={texts.lastCheck}>
              <RelativeTime at={step.at} />
            </Fact>
            <Fact term={texts.checks}>{texts.checksInState({ count: step.attempts })}</Fact>
            <Fact term={texts.nextCheck}>
              {step.retryAt ? (
                <Countdown to={step.retryAt} prefix={`${texts.inTime} `} dueText={texts.now} />
              ) : step.state === "running" ? (
                texts.underWay
              ) : (
                texts.whenSomethingChanges
              )}
            </Fact>
          </>
        ) : null}
      </dl>
    </div>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-subtle">{term}</dt>
      <dd className="text-ink tabular-nums">{children}</dd>
    </>
  );
}

/** The remedy of a blocked step; nothing for other steps. */
export function StepRemedy({ step, className }: { step: StepView; className?: string }) {
  if (!step.remedy) return null;
  return (
    <p
      className={cn(
        "text-pretty break-words rounded-md border-blocked-solid border-l-2 bg-blocked-soft px-3 py-2 text-ink text-sm",
        className,
      )}
    >
      <span className="font-medium text-blocked">{texts.whatToDo} </span>
      <Readable text={step.remedy} />
    </p>
  );
}
