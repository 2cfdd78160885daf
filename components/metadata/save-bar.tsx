import { Children } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { MetadataOwner } from "@/lib/client/metadata";
import { texts } from "./texts";

export interface SaveBarProps {
  owner: MetadataOwner;
  changedKeys: readonly string[];
  dirty: boolean;
  saving: boolean;
  onDiscard: () => void;
}

/** Stays in sight at the bottom: what would be saved, and the buttons. */
export function SaveBar({ owner, changedKeys, dirty, saving, onDiscard }: SaveBarProps) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-raised px-4 py-2.5",
        dirty && "sticky bottom-3 z-20 shadow-high",
      )}
    >
      <p role="status" className="min-w-0 truncate text-muted text-sm">
        {changedKeys.length > 0
          ? Children.toArray(
              texts.unsaved({
                keys: <span className="font-mono text-ink text-xs">{changedKeys.join(", ")}</span>,
              }),
            )
          : dirty
            ? texts.mistakesLeft
            : texts.allSaved}
      </p>
      <div className="flex gap-2">
        <Button disabled={!dirty || saving} onClick={onDiscard}>
          {texts.discard}
        </Button>
        <Button type="submit" variant="primary" busy={saving} disabled={!dirty}>
          {owner === null ? texts.saveSettings : texts.saveMetadata}
        </Button>
      </div>
    </div>
  );
}
