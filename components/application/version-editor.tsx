"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { ConflictDialog } from "@/components/mesh-object/conflict-dialog";
import { EditorFooter } from "@/components/mesh-object/editor-footer";
import { focusFirstInvalid } from "@/components/mesh-object/focus-field";
import { OwnersNotice } from "@/components/mesh-object/owners-notice";
import { SaveRefusal } from "@/components/mesh-object/save-refusal";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import {
  type DeploymentForm,
  type DeploymentFormInput,
  deploymentFormSchema,
} from "@/lib/istio/deployment/form";
import { applicationPaths } from "./application-paths";
import { TakeOverDialog } from "./take-over-dialog";
import { useSaveVersion, type VersionDetailsRead } from "./use-save-version";
import { VersionAside } from "./version-aside";
import { VersionChangedMeanwhile } from "./version-changed-meanwhile";
import { VersionFields } from "./version-fields";

export interface VersionEditorProps {
  virtualCluster: string;
  /** The Deployment to be edited; null for a new one. */
  details: VersionDetailsRead | null;
  emptyForm: DeploymentFormInput;
  /** The application cannot be chosen any more. */
  lockedApp: boolean;
}

/** The form of one version of an application, with its YAML beside it; joins edits that meet. */
export function VersionEditor({ virtualCluster, details, emptyForm, lockedApp }: VersionEditorProps) {
  const router = useRouter();
  const element = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(details);
  const [isDone, setIsDone] = useState(false);
  const [isAsideShown, setIsAsideShown] = useState(true);
  const form = useForm<DeploymentFormInput, unknown, DeploymentForm>({
    defaultValues: base?.form ?? emptyForm,
    resolver: zodResolver(deploymentFormSchema),
    mode: "onChange",
    // The focus goes to the first wrong field of any kind, see `focusFirstInvalid`.
    shouldFocusError: false,
  });
  const { isDirty } = form.formState;
  const saving = useSaveVersion(virtualCluster, (saved) => {
    setIsDone(true);
    showToast({ tone: "success", title: `Deployment ${saved.name} ${base ? "saved" : "created"}` });
    router.push(applicationPaths.details(virtualCluster, saved.app));
  });
  const { outcome } = saving;

  async function save(request: Parameters<typeof saving.save>[0]) {
    const result = await saving.save(request);
    if (result.state !== "refused") return result;
    for (const { path, message } of result.problem.errors ?? [])
      if (path.length > 0) form.setError(path.join(".") as "name", { type: "server", message });
    if (element.current) focusFirstInvalid(element.current);
    return result;
  }
  const submit = form.handleSubmit(
    (read) => save({ form: read, base }),
    () => element.current && focusFirstInvalid(element.current),
  );

  /** Goes on from what the other side saved, with both edits in the form. */
  function join(joined: unknown, then: "save" | "edit") {
    if (outcome.state !== "changed") return;
    const { theirs } = outcome;
    const values = joined as DeploymentForm;
    setBase(theirs);
    form.reset(theirs.form);
    form.reset(values, { keepDefaultValues: true });
    saving.close();
    const read = deploymentFormSchema.safeParse(values);
    if (then === "save" && read.success) void save({ form: read.data, base: theirs });
    else void form.trigger();
  }

  const title = base ? `Deployment ${base.name}` : "New version";
  const isForeign = base !== null && !base.own;
  return (
    <FormProvider {...form}>
      <form ref={element} noValidate onSubmit={(event) => void submit(event)} aria-label={title}>
        <div className={cn("grid items-start gap-6", isAsideShown && "xl:grid-cols-[minmax(0,1fr)_25rem]")}>
          <div className="grid min-w-0 grid-cols-1 gap-6">
            {isForeign ? (
              <Callout title="Lamia did not make this Deployment">
                Its image and its replicas can be changed here. Everything else stays as its makers wrote it.
              </Callout>
            ) : null}
            {base ? <OwnersNotice owners={base.owners} editing /> : null}
            {base && !isDone ? (
              <VersionChangedMeanwhile
                base={base}
                onShow={(theirs) =>
                  saving.show({
                    state: "changed",
                    theirs,
                    request: { form: form.getValues() as DeploymentForm, base },
                  })
                }
              />
            ) : null}
            <VersionFields isNew={base === null} isForeign={isForeign} lockedApp={lockedApp} />
          </div>
          <Card title="YAML" className={cn("xl:sticky xl:top-18", !isAsideShown && "xl:hidden")}>
            <VersionAside virtualCluster={virtualCluster} base={base} />
          </Card>
        </div>
        {outcome.state === "refused" ? <SaveRefusal problem={outcome.problem} /> : null}
        <EditorFooter
          isNew={base === null}
          isAsideShown={isAsideShown}
          onAside={() => setIsAsideShown(!isAsideShown)}
          isDirty={isDirty}
          isSaving={saving.isSaving}
          title="version"
          cancelHref={
            emptyForm.app
              ? applicationPaths.details(virtualCluster, emptyForm.app)
              : applicationPaths.list(virtualCluster)
          }
        />
      </form>
      {outcome.state === "changed" ? (
        <ConflictDialog
          what={title}
          base={outcome.request.base?.form}
          mine={outcome.request.form}
          theirs={outcome.theirs.form}
          busy={saving.isSaving}
          onClose={saving.close}
          onJoined={join}
        />
      ) : null}
      <TakeOverDialog outcome={outcome} what={title} onClose={saving.close} onSave={save} />
      <UnsavedGuard when={isDirty && !isDone} />
    </FormProvider>
  );
}
