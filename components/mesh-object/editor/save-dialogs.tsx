"use client";
import { Children } from "react";
import { FindingList } from "@/components/mesh-object/findings";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { texts } from "./texts";
import type { SaveOutcome, SaveRequest } from "./use-saving";

export interface SaveDialogsProps {
  outcome: SaveOutcome;
  /** What is saved: its kind, name and how it is called. */
  about: { kind: string; name: string; what: string };
  /** Closes the dialog of this outcome, and no other that has taken its place. */
  onClose: (state: SaveOutcome["state"]) => void;
  onSave: (request: SaveRequest) => Promise<SaveOutcome>;
}

/** What a person can decide when an object was not saved: take over fields of others, save with errors. */
export function SaveDialogs(props: SaveDialogsProps) {
  const { outcome, about, onClose, onSave } = props;
  const again = async (request: SaveRequest) => {
    const next = await onSave(request);
    if (next.state === "refused") throw new Error(next.problem.detail);
  };
  return (
    <>
      <ConfirmDialog
        open={outcome.state === "owned"}
        onOpenChange={(open) => !open && onClose("owned")}
        title={texts.takeOverTitle}
        description={texts.takeOverHelp({ what: about.what })}
        confirmLabel={texts.takeOver}
        onConfirm={async () => {
          if (outcome.state === "owned") await again({ ...outcome.request, force: true });
        }}
      >
        {outcome.state === "owned" ? (
          <ul className="grid gap-1 text-sm">
            {outcome.fields.map(({ field, manager }) => (
              <li key={`${manager} ${field}`} className="break-words">
                <span className="text-muted">
                  {Children.toArray(
                    texts.writtenBy({
                      field: <span className="font-mono text-ink">{field}</span>,
                      manager,
                    }),
                  )}
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </ConfirmDialog>
      <ConfirmDialog
        open={outcome.state === "findings"}
        onOpenChange={(open) => !open && onClose("findings")}
        title={texts.saveWithErrors}
        description={texts.saveWithErrorsHelp}
        confirmLabel={texts.saveAnyway}
        onConfirm={async () => {
          if (outcome.state === "findings") await again({ ...outcome.request, ignoreFindings: true });
        }}
      >
        {outcome.state === "findings" ? <FindingList findings={outcome.findings} about={about} /> : null}
      </ConfirmDialog>
    </>
  );
}
