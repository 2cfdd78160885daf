import { cn } from "@/components/ui/cn";
import type { StepView } from "@/lib/api/gateway";

/** What a person must do for a blocked step. Nothing for any other. */
export function StepRemedy({ step, className }: { step: StepView; className?: string }) {
  if (!step.remedy) return null;
  return (
    <p
      className={cn(
        "text-pretty break-words rounded-md border-blocked-solid border-l-2 bg-blocked-soft px-3 py-2 text-ink text-sm",
        className,
      )}
    >
      <span className="font-medium text-blocked">What to do: </span>
      {step.remedy}
    </p>
  );
}
