"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { type FieldValues, FormProvider } from "react-hook-form";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import type { MeshKind } from "@/lib/client/mesh-objects";
import { kindEntry } from "@/lib/istio/kinds";
import { nextObject } from "@/lib/istio/kinds/next-object";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { ChangedMeanwhile } from "./changed-meanwhile";
import { ConflictDialog } from "./conflict-dialog";
import { EditorAside } from "./editor-aside";
import { EditorFooter } from "./editor-footer";
import { focusField, focusFirstInvalid } from "./focus-field";
import { kindTitles, listHref, objectHref } from "./kind-pages";
import type { EditorProps } from "./object-form-page";
import { OwnersNotice } from "./owners-notice";
import { ReviewContext } from "./review-context";
import { SaveDialogs } from "./save-dialogs";
import { SaveRefusal } from "./save-refusal";
import { useObjectForm } from "./use-object-form";
import { useSaveObject } from "./use-save-object";
import type { SaveRequest } from "./use-saving";

export interface ObjectEditorProps extends EditorProps {
  kind: MeshKind;
  /** What a new object's form begins with. */
  emptyForm: object;
  /** The fields; they find the form by `useFormContext`. */
  children: ReactNode;
}

/**
 * The form of an object with all that stands around it: review by the server, YAML, changes, and what
 * happens when saving meets somebody else's edit, a field of another writer, or an error that the checks
 * find.
 */
export function ObjectEditor({ kind, virtualCluster, details, emptyForm, children }: ObjectEditorProps) {
  const router = useRouter();
  const element = useRef<HTMLFormElement>(null);
  const [isDone, setIsDone] = useState(false);
  const [isAsideShown, setIsAsideShown] = useState(true);
  const state = useObjectForm({ kind, virtualCluster, details, emptyForm });
  const { form, schema, base, edited, review, isDirty } = state;
  const { title } = kindTitles[kind];
  const saving = useSaveObject(kind, virtualCluster, (saved) => {
    setIsDone(true);
    showToast({ tone: "success", title: `${title} ${saved.name} ${base ? "saved" : "created"}` });
    router.push(objectHref(kind, virtualCluster, saved.name));
  });
  const { outcome } = saving;

  async function save(request: SaveRequest) {
    const result = await saving.save(request);
    if (result.state !== "refused") return result;
    for (const { path, message } of result.problem.errors ?? [])
      if (path.length > 0) form.setError(path.join("."), { type: "server", message });
    if (element.current) focusFirstInvalid(element.current);
    return result;
  }

  const submit = form.handleSubmit(
    (read) => {
      const object = edited ? nextObject(kind, read, virtualCluster, edited) : null;
      return save({ form: read, base, object });
    },
    () => element.current && focusFirstInvalid(element.current),
  );

  /** Goes on from what the other side saved, with both edits in the form. */
  function join(joined: unknown, then: "save" | "edit") {
    if (outcome.state !== "changed") return;
    const object = outcome.request.object ? (joined as KubernetesObject) : null;
    const values = (object ? kindEntry(kind).toForm(object) : joined) as FieldValues;
    state.rebase(outcome.theirs, values, object);
    saving.close();
    const read = schema.safeParse(values);
    if (then === "save" && read.success)
      void save({ ...outcome.request, form: read.data, base: outcome.theirs, object });
    else void form.trigger();
  }

  const what = `${title} ${base?.name ?? ""}`.trim();
  const about = { kind, name: base?.name ?? String(form.getValues("name") ?? ""), what };
  return (
    <FormProvider {...form}>
      <ReviewContext value={state.draft ? (review.data ?? null) : null}>
        <form ref={element} noValidate onSubmit={(event) => void submit(event)} aria-label={what}>
          <div className={cn("grid items-start gap-6", isAsideShown && "xl:grid-cols-[minmax(0,1fr)_25rem]")}>
            <div className="grid min-w-0 grid-cols-1 gap-6">
              {base ? <OwnersNotice owners={base.owners} editing /> : null}
              {base && !isDone ? (
                <ChangedMeanwhile
                  kind={kind}
                  base={base}
                  onShow={(theirs) => saving.show({ state: "changed", theirs, request: requestNow() })}
                />
              ) : null}
              {children}
            </div>
            <Card className={cn("xl:sticky xl:top-18", !isAsideShown && "xl:hidden")}>
              <EditorAside
                kind={kind}
                virtualCluster={virtualCluster}
                state={state}
                onShowField={(path) => element.current && focusField(element.current, path)}
              />
            </Card>
          </div>
          {outcome.state === "refused" ? <SaveRefusal problem={outcome.problem} /> : null}
          <EditorFooter
            isNew={base === null}
            isAsideShown={isAsideShown}
            onAside={() => setIsAsideShown(!isAsideShown)}
            isDirty={isDirty}
            isSaving={saving.isSaving}
            title={title}
            cancelHref={base ? objectHref(kind, virtualCluster, base.name) : listHref(kind, virtualCluster)}
          />
        </form>
      </ReviewContext>
      {outcome.state === "changed" ? (
        <ConflictDialog
          what={what}
          base={outcome.request.object ? outcome.request.base?.object : outcome.request.base?.form}
          mine={outcome.request.object ?? outcome.request.form}
          theirs={outcome.request.object ? outcome.theirs.object : outcome.theirs.form}
          busy={saving.isSaving}
          onClose={saving.close}
          onJoined={join}
        />
      ) : null}
      <SaveDialogs outcome={outcome} about={about} onClose={saving.close} onSave={save} />
      <UnsavedGuard when={isDirty && !isDone} />
    </FormProvider>
  );

  function requestNow(): SaveRequest {
    const values = form.getValues();
    const read = schema.safeParse(values);
    return {
      form: read.success ? read.data : (values as SaveRequest["form"]),
      base,
      object: edited && read.success ? nextObject(kind, read.data, virtualCluster, edited) : null,
    };
  }
}
