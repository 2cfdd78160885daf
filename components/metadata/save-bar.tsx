import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

export interface SaveBarProps {
  changedKeys: readonly string[];
  dirty: boolean;
  saving: boolean;
  onDiscard: () => void;
}

/** Stays in sight at the bottom: what would be saved, and the buttons. */
export function SaveBar({ changedKeys, dirty, saving, onDiscard }: SaveBarProps) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-raised px-4 py-2.5",
        dirty && "sticky bottom-3 z-20 shadow-high",
      )}
    >
      <p role="status" className="min-w-0 truncate text-muted text-sm">
        {changedKeys.length > 0 ? (
          <>
            Not saved: <span className="font-mono text-ink text-xs">{changedKeys.join(", ")}</span>
          </>
        ) : dirty ? (
          "Something is not right yet: see above."
        ) : (
          "All changes are saved."
        )}
      </p>
      <div className="flex gap-2">
        <Button disabled={!dirty || saving} onClick={onDiscard}>
          Discard
        </Button>
        <Button type="submit" variant="primary" busy={saving} disabled={!dirty}>
          Save metadata
        </Button>
      </div>
    </div>
  );
}
