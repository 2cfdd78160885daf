import { SeverityIcon } from "@/components/mesh-object/findings";
import { cn } from "@/components/ui/cn";
import type { FindingView, SeverityCounts } from "@/lib/api/finding";
import { severityOrder, severityWords } from "./severity-words";

type Severity = FindingView["severity"];

export interface SeverityFilterProps {
  /** Null while they are not known. */
  counts: SeverityCounts | null;
  value: Severity | null;
  onChange: (next: Severity | null) => void;
}

/** How many findings there are of each severity; a press shows only those, another one all again. */
export function SeverityFilter({ counts, value, onChange }: SeverityFilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Severity</legend>
      {severityOrder.map((severity) => (
        <button
          key={severity}
          type="button"
          aria-pressed={value === severity}
          onClick={() => onChange(value === severity ? null : severity)}
          className={cn(
            "flex h-8 cursor-pointer items-center gap-2 rounded-md border px-3 font-medium text-sm max-sm:h-9",
            value === severity
              ? "border-accent bg-accent-soft text-accent-ink"
              : "border-line-strong bg-surface text-ink hover:bg-hover",
          )}
        >
          <span aria-hidden className="inline-flex">
            <SeverityIcon severity={severity} />
          </span>
          {severityWords[severity].many}
          <span className="min-w-3 text-right tabular-nums">{counts ? counts[severity] : " "}</span>
        </button>
      ))}
    </fieldset>
  );
}
