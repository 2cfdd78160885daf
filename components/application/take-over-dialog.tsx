"use client";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { VersionOutcome, VersionRequest } from "./use-save-version";

export interface TakeOverDialogProps {
  outcome: VersionOutcome;
  what: string;
  onClose: () => void;
  onSave: (request: VersionRequest) => Promise<VersionOutcome>;
}

/** Asks before fields that others wrote are taken over. */
export function TakeOverDialog({ outcome, what, onClose, onSave }: TakeOverDialogProps) {
  const fields = outcome.state === "owned" ? outcome.fields : [];
  return (
    <ConfirmDialog
      open={outcome.state === "owned"}
      onOpenChange={(open) => !open && onClose()}
      title="Take over fields of others?"
      description={`Others wrote these fields of ${what}. Taken over, they are yours; a tool that writes them again will meet the same question.`}
      confirmLabel="Take over and save"
      onConfirm={async () => {
        if (outcome.state !== "owned") return;
        const next = await onSave({ ...outcome.request, force: true });
        if (next.state === "refused") throw new Error(next.problem.detail);
      }}
    >
      <ul className="grid gap-1 text-sm">
        {fields.map(({ field, manager }) => (
          <li key={`${manager} ${field}`} className="break-words">
            <span className="font-mono text-ink">{field}</span>
            <span className="text-muted"> is written by {manager}</span>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
