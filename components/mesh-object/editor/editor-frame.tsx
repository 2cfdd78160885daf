"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { type FieldValues, FormProvider, type UseFormReturn } from "react-hook-form";
import { OwnersNotice } from "@/components/mesh-object/owners-notice";
import { SignInAgain } from "@/components/shell/sign-in-again";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { showToast } from "@/components/ui/overlay/toast";
import { UnsavedGuard } from "@/components/ui/overlay/unsaved-guard";
import { mergeEdits } from "@/lib/istio/edit/merge-edits";
import { ChangedMeanwhile, type ChangedMeanwhileProps, ConflictDialog } from "./conflict-dialog";
import { OpenElsewhereNotice, RestoredNotice, useFormTabs } from "./draft-notices";
import { EditorFooter, SaveDialogs } from "./editor-footer";
import { refusalHolds, sameInput, serverError } from "./shown-errors";
import { texts } from "./texts";
import { useDraft } from "./use-draft";
import type { EditorBase, ReadForm } from "./use-object";
import type { FormDraft } from "./use-object-form";
import { type SaveRequest, type Saving, sayLate } from "./use-saving";

export interface EditorFrameProps {
  kind: string;
  /** The name of the form among the tab's drafts. */
  draftKey: string;
  /** The kind's name on pages: "Virtual service". */
  title: string;
  /** The name on the Create button; default: the title. */
  newTitle?: string | undefined;
  state: {
    form: UseFormReturn<FieldValues, unknown, ReadForm>;
    /** The current form. */
    values: FieldValues;
    /** What filled the form; null for a new object. */
    base: EditorBase | null;
    isDirty: boolean;
    /** The form's content, to keep until it is saved. */
    content: FormDraft;
    restore: (draft: FormDraft) => void;
    /** Starts over with the current object; null for an empty form. */
    discard: (from: EditorBase | null) => void;
    /** What saving the current form sends. */
    requestNow: () => SaveRequest;
    /** Continues from the other side's version, with both edits in the form; null when that is unreadable. */
    rebase: (theirs: EditorBase, joined: unknown, isObject: boolean) => SaveRequest | null;
  };
  saving: Saving;
  /** The current object. */
  latest: ChangedMeanwhileProps["latest"] & { refetch: () => Promise<{ data: EditorBase | undefined }> };
  /** Text next to "saved" and "created". */
  savedText?: string | undefined;
  savedHref: (form: ReadForm) => string;
  cancelHref: string;
  /** The content beside the form; `onShowField` goes to the field at a path. */
  aside: (onShowField: (path: readonly (string | number)[]) => void) => ReactNode;
  /** The fields; they access the form through `useFormContext`. */
  children: ReactNode;
}

/**
 * The frame of every object's form: the panes beside it, the bar at the bottom, and what happens when saving meets
 * somebody else's edit, a foreign field, an error of the checks, or when you leave.
 */
export function EditorFrame(props: EditorFrameProps) {
  const { kind, title, state, saving } = props;
  const router = useRouter();
  const element = useRef<HTMLFormElement>(null);
  const [isAsideShown, setIsAsideShown] = useState(true);
  const { form, base, isDirty } = state;
  const { outcome } = saving;
  const isDone = outcome.state === "saved";
  const { content, restore } = state;
  const draft = useDraft({ key: props.draftKey, content, isDirty, isDone, restore });
  const { tabs, announceSaved } = useFormTabs(base ? props.draftKey : null);
  const [refused, setRefused] = useState<unknown>(null);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    // By now the rejection and its errors at fields have rendered.
    if (refusals > 0) focusRefusal(element.current);
  }, [refusals]);
  const problem =
    outcome.state === "refused" && refusalHolds(outcome.problem, refused, state.values)
      ? outcome.problem
      : null;

  function finish(request: SaveRequest) {
    draft.forget();
    announceSaved();
    router.push(props.savedHref(request.form));
  }

  const { latest } = props;
  // A save that you stopped waiting for: until its result is known, a change of the object may be its own.
  const ownSave = outcome.state === "stopped" || outcome.state === "late" ? outcome.request : null;
  const sentInput = useRef<FieldValues>({});
  const takenUp = useRef<SaveRequest>(undefined);

  /** The form's own save has succeeded: continues as after any save, or with later input on top of it. */
  function takeUp(own: SaveRequest, theirs: EditorBase) {
    if (takenUp.current === own) return;
    takenUp.current = own;
    if (sameInput(form.getValues(), sentInput.current)) {
      saving.show({ state: "saved" });
      finish(own);
      return;
    }
    const joined = mergeEdits(own.form as FieldValues, form.getValues(), theirs.form as FieldValues);
    state.rebase(theirs, joined.merged, false);
    saving.close();
  }

  /** News of the save or of the object, which is answered once. */
  const onNews = useEffectEvent((of: typeof outcome, object: typeof latest.data) => {
    if (of.state !== "stopped" && of.state !== "late") return;
    const { base: before, form: own } = of.request;
    const isChanged = before && object && object.resourceVersion !== before.resourceVersion;
    if (isChanged && sameInput(object.form, own)) {
      sayLate(title, own.name);
      takeUp(of.request, object);
    } else if (of.state === "late")
      void latest.refetch().then(({ data }) => data && takeUp(of.request, data));
  });
  useEffect(() => onNews(outcome, latest.data), [outcome, latest.data]);

  async function save(request: SaveRequest) {
    // Anything typed from here on is not part of the request.
    draft.keep();
    sentInput.current = structuredClone(form.getValues());
    const result = await saving.save(request);
    if (result.state === "saved") {
      const { name } = request.form;
      const said = `${title} ${name} ${base ? "saved" : "created"}`;
      showToast({ tone: "success", title: said, description: props.savedText });
      finish(request);
    }
    if (result.state === "stopped") setRefusals((count) => count + 1);
    if (result.state === "stopped" || result.state === "refused")
      setRefused(structuredClone(form.getValues()));
    if (result.state !== "refused") return result;
    for (const { path, message } of result.problem.errors ?? [])
      if (path.length > 0) form.setError(path.join("."), { type: serverError, message });
    setRefusals((count) => count + 1);
    return result;
  }

  const submit = form.handleSubmit(
    () => save(state.requestNow()),
    () => setRefusals((count) => count + 1),
  );

  function join(joined: unknown, then: "save" | "edit") {
    if (outcome.state !== "changed") return;
    const next = state.rebase(outcome.theirs, joined, outcome.request.object !== null);
    saving.close();
    if (then === "save" && next) void save({ ...outcome.request, ...next });
    else void form.trigger();
  }

  const showField = (path: readonly (string | number)[]) =>
    element.current && focusField(element.current, path);
  const what = base ? `${title} ${base.name}` : `New ${props.newTitle ?? title}`;
  const name = base?.name ?? String(form.getValues("name") ?? "");
  return (
    <FormProvider {...form}>
      <form ref={element} noValidate onSubmit={(event) => void submit(event)} aria-label={what}>
        <div className={cn("grid items-start gap-6", isAsideShown && "xl:grid-cols-[minmax(0,1fr)_25rem]")}>
          <div className="grid min-w-0 grid-cols-1 gap-6">
            {base ? <OwnersNotice owners={base.owners} editing /> : null}
            {isDone ? null : (
              <>
                <RestoredNotice
                  at={draft.restoredAt}
                  onDiscard={() => {
                    draft.forget();
                    state.discard(base ? (latest.data ?? base) : null);
                  }}
                />
                <OpenElsewhereNotice tabs={tabs} />
              </>
            )}
            {base && !isDone && !ownSave && !saving.isSaving ? (
              <ChangedMeanwhile
                isSavedElsewhere={tabs.isSavedElsewhere}
                what={what}
                base={base}
                latest={latest}
                onShow={(theirs) => saving.show({ state: "changed", theirs, request: state.requestNow() })}
              />
            ) : null}
            {props.children}
          </div>
          <Card className={cn("xl:sticky xl:top-18", !isAsideShown && "xl:hidden")}>
            {props.aside(showField)}
          </Card>
        </div>
        <EditorFooter
          problem={problem}
          isStopped={outcome.state === "stopped"}
          onShowField={showField}
          onStop={saving.stop}
          isNew={base === null}
          isAsideShown={isAsideShown}
          onAside={() => setIsAsideShown(!isAsideShown)}
          isDirty={isDirty}
          isSaving={saving.isSaving}
          title={props.newTitle ?? title}
          cancelHref={props.cancelHref}
        />
      </form>
      {outcome.state === "changed" ? (
        <ConflictDialog
          isSavedElsewhere={tabs.isSavedElsewhere}
          what={what}
          base={outcome.request.object ? outcome.request.base?.object : outcome.request.base?.form}
          mine={outcome.request.object ?? outcome.request.form}
          theirs={outcome.request.object ? outcome.theirs.object : outcome.theirs.form}
          busy={saving.isSaving}
          onClose={() => saving.close("changed")}
          onJoined={join}
        />
      ) : null}
      <SaveDialogs outcome={outcome} about={{ kind, name, what }} onClose={saving.close} onSave={save} />
      <UnsavedGuard when={isDirty && !isDone} description={texts.leaveHelp} />
      <SignInAgain />
    </FormProvider>
  );
}

/** Focuses the field at this path, or the nearest one that contains it, and scrolls to it. */
function focusField(form: HTMLElement, path: readonly (string | number)[]): void {
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join(".");
    const field = form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
    if (!field) continue;
    focusIn(field);
    return;
  }
}

/** After a rejected save: the first invalid field, or else the error at the bottom of the form. */
function focusRefusal(form: HTMLElement | null): void {
  // The form library marks invalid fields a moment after it reports them.
  requestAnimationFrame(() => {
    const place =
      form?.querySelector<HTMLElement>("[aria-invalid=true]") ??
      form?.querySelector<HTMLElement>("[data-refusal]");
    if (place) reveal(place);
  });
}

function focusIn(field: HTMLElement): void {
  reveal(field.querySelector<HTMLElement>("input, select, textarea, button") ?? field);
}

function reveal(control: HTMLElement): void {
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: "center" });
}
