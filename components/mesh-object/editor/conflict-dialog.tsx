"use client";
import { useId, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import { Dialog } from "@/components/ui/overlay/dialog";
import { type EditConflict, type MergedEdits, mergeEdits, same } from "@/lib/istio/edit/merge-edits";
import { texts } from "./texts";
import type { EditorBase } from "./use-object";

export interface ChangedMeanwhileProps {
  /** The object's name on pages: "Service shop". */
  what: string;
  /** The object that filled the form. */
  base: EditorBase;
  /** The current object; the stream keeps it up to date. */
  latest: { data: EditorBase | undefined; isError: boolean };
  /** Whether your own other tab has saved it. */
  isSavedElsewhere: boolean;
  onShow: (theirs: EditorBase) => void;
}

/** Tells you during an edit that somebody else has changed or deleted the same object. */
export function ChangedMeanwhile(props: ChangedMeanwhileProps) {
  const { what, base, latest, isSavedElsewhere, onShow } = props;
  const { data, isError } = latest;
  if (isError)
    return (
      <Callout tone="waiting" title={texts.cannotRead({ what })}>
        {texts.mayBeDeleted}
      </Callout>
    );
  // Only its status, or what no field shows, may have changed; that is no reason to interrupt.
  if (!data || data.resourceVersion === base.resourceVersion || same(data.form, base.form)) return null;
  return (
    <Callout
      tone="waiting"
      title={isSavedElsewhere ? texts.savedElsewhere : texts.changedElsewhere}
      actions={
        <Button size="sm" onClick={() => onShow(data)}>
          {texts.showBoth}
        </Button>
      }
    >
      {texts.bothKept}
    </Callout>
  );
}

export interface ConflictDialogProps {
  /** What was changed: "VirtualService shop". */
  what: string;
  isSavedElsewhere: boolean;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  busy: boolean;
  onClose: () => void;
  /** The merged edit, to save at once or to review in the form. */
  onJoined: (joined: unknown, then: "save" | "edit") => void;
}

/**
 * Two conflicting edits: both sides field by field, with a choice for each field that both changed; neither is
 * lost.
 */
export function ConflictDialog(props: ConflictDialogProps) {
  const { what, base, mine, theirs, busy, onClose, onJoined } = props;
  const joined = useMemo(() => mergeEdits(base, mine, theirs), [base, mine, theirs]);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const { conflicts } = joined;

  function choose(index: number, side: "mine" | "theirs") {
    const next = new Set(chosen);
    if (side === "theirs") next.add(index);
    else next.delete(index);
    setChosen(next);
  }
  const finish = (then: "save" | "edit") => onJoined(chooseSides(joined, chosen), then);

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={props.isSavedElsewhere ? texts.savedElsewhere : texts.changedElsewhere}
      description={conflicts.length === 0 ? texts.mergedCleanly({ what }) : texts.mergedChoose({ what })}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button disabled={busy} onClick={() => finish("edit")}>
            {texts.reviewInForm}
          </Button>
          <Button variant="primary" busy={busy} onClick={() => finish("save")}>
            {texts.saveBoth}
          </Button>
        </>
      }
    >
      {conflicts.length === 0 ? null : (
        <div className="grid gap-4">
          {conflicts.map((conflict, index) => (
            <Conflict
              key={conflict.path.join(".")}
              conflict={conflict}
              side={chosen.has(index) ? "theirs" : "mine"}
              onChoose={(side) => choose(index, side)}
            />
          ))}
        </div>
      )}
    </Dialog>
  );
}

interface ConflictProps {
  conflict: EditConflict;
  side: "mine" | "theirs";
  onChoose: (side: "mine" | "theirs") => void;
}

function Conflict({ conflict, side, onChoose }: ConflictProps) {
  const id = useId();
  const sides = [
    { id: "mine", label: texts.keepMine, value: conflict.mine },
    { id: "theirs", label: texts.takeTheirs, value: conflict.theirs },
  ] as const;
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium font-mono text-ink text-sm">{conflict.path.join(" › ")}</legend>
      <p className="mt-0.5 break-words text-subtle text-xs">
        {texts.before({ value: shown(conflict.base) })}
      </p>
      <div className="mt-2 grid gap-2 sm:grid-cols-2">
        {sides.map((each) => (
          <label
            key={each.id}
            className="flex min-w-0 cursor-pointer gap-2 rounded-lg border border-line-strong p-3 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={id}
              checked={side === each.id}
              onChange={() => onChoose(each.id)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="block font-medium text-ink text-sm">{each.label}</span>
              <span className="block whitespace-pre-wrap break-words font-mono text-muted text-xs">
                {shown(each.value)}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === "") return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/**
 * Two merged edits with the other side's value for the conflicts at these positions.
 *
 * @param theirs positions in `conflicts` that take the other side's value
 */
export function chooseSides<T>({ merged, conflicts }: MergedEdits<T>, theirs: ReadonlySet<number>): T {
  return conflicts.reduce(
    (value, conflict, index) => (theirs.has(index) ? setAt(value, conflict.path, conflict.theirs) : value),
    merged as unknown,
  ) as T;
}

/** A copy with this value at the path; `undefined` removes the field. */
function setAt(target: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(target))
    return target.map((entry, index) => (index === step ? setAt(entry, rest, value) : entry));
  const record = { ...(target as Record<string, unknown>) };
  const inner = setAt(record[String(step)], rest, value);
  if (inner === undefined) delete record[String(step)];
  else record[String(step)] = inner;
  return record;
}
