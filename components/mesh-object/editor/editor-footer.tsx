"use client";
import { Children } from "react";
import { FindingList } from "@/components/mesh-object/findings";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { useIsSlow } from "@/components/ui/use-settled";
import type { Problem } from "@/lib/api/problem";
import { texts } from "./texts";
import type { SaveOutcome, SaveRequest } from "./use-saving";

export interface EditorFooterProps {
  isNew: boolean;
  /** Whether checks and YAML are shown beside the form. */
  isAsideShown: boolean;
  onAside: () => void;
  isDirty: boolean;
  isSaving: boolean;
  /** Stops waiting for a save. */
  onStop: () => void;
  /** The user stopped waiting, and there has been no answer since. */
  isStopped: boolean;
  /** Why the form was not saved; null once that no longer applies. */
  problem: Problem | null;
  onShowField: (path: readonly (string | number)[]) => void;
  title: string;
  cancelHref: string;
}

const slowInMilliseconds = 10_000;

/** The bar at the bottom of a form, always visible: Cancel and Save, the progress of saving, and why it failed. */
export function EditorFooter(props: EditorFooterProps) {
  const { isNew, isAsideShown, onAside, isDirty, isSaving, title, cancelHref, problem } = props;
  const isSlow = useIsSlow(isSaving, slowInMilliseconds);
  const saving = isSlow ? texts.stillWaiting : texts.saving;
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center justify-end gap-2 border-line border-t bg-canvas px-4 py-3 sm:-mx-6 sm:px-6 lg:-mx-8 lg:px-8">
      {problem && !isSaving ? <SaveRefusal problem={problem} onShowField={props.onShowField} /> : null}
      {props.isStopped && !isSaving ? (
        <div data-refusal tabIndex={-1} className="w-full rounded-lg">
          <Callout tone="blocked" title={texts.stoppedWaiting}>
            {texts.stoppedWaitingHelp}
          </Callout>
        </div>
      ) : null}
      <p role="status" className="mr-auto text-muted text-sm">
        {isSaving ? saving : isDirty ? texts.unsaved : ""}
      </p>
      <Button variant="ghost" className="max-xl:hidden" aria-pressed={!isAsideShown} onClick={onAside}>
        {isAsideShown ? texts.widenForm : texts.showAside}
      </Button>
      {isSlow ? (
        <Button onClick={props.onStop}>{texts.stopWaiting}</Button>
      ) : (
        <LinkButton href={cancelHref}>{texts.cancel}</LinkButton>
      )}
      <Button type="submit" variant="primary" busy={isSaving}>
        {isNew ? texts.createKind({ kind: title.toLowerCase() }) : texts.save}
      </Button>
    </div>
  );
}

interface SaveRefusalProps {
  problem: Problem;
  onShowField: (path: readonly (string | number)[]) => void;
}

/** Why an object was not saved, with links to the fields it mentions. */
function SaveRefusal({ problem, onShowField }: SaveRefusalProps) {
  const { title, detail, errors = [] } = problem;
  return (
    <div data-refusal tabIndex={-1} className="max-h-[30dvh] w-full overflow-y-auto rounded-lg">
      <Callout tone="failed" title={texts.notSaved({ reason: title.toLowerCase() })}>
        <p>{detail}</p>
        {errors.length > 0 ? (
          <ul className="mt-1 list-disc pl-4">
            {errors.map(({ path, message }) => (
              <li key={`${path.join(".")} ${message}`}>
                {path.length > 0 ? (
                  <button
                    type="button"
                    className="cursor-pointer rounded-sm text-left underline underline-offset-3"
                    onClick={() => onShowField(path)}
                  >
                    {message}
                  </button>
                ) : (
                  message
                )}
              </li>
            ))}
          </ul>
        ) : null}
      </Callout>
    </div>
  );
}

export interface SaveDialogsProps {
  outcome: SaveOutcome;
  /** What is saved: its kind and its name. */
  about: { kind: string; name: string; what: string };
  /** Closes the dialog of this outcome, but not of a later one. */
  onClose: (state: SaveOutcome["state"]) => void;
  onSave: (request: SaveRequest) => Promise<SaveOutcome>;
}

/** The user's choices when an object was not saved: take over foreign fields, or save with errors. */
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
