"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { type FieldValues, FormProvider } from "react-hook-form";
import { ConflictDialog } from "@/components/mesh-object/conflict-dialog";
import { EditorAside } from "@/components/mesh-object/editor-aside";
import { EditorFooter } from "@/components/mesh-object/editor-footer";
import { focusField, focusFirstInvalid } from "@/components/mesh-object/focus-field";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/object-fields";
import { OwnersNotice } from "@/components/mesh-object/owners-notice";
import { ReviewContext } from "@/components/mesh-object/review-context";
import { SaveDialogs } from "@/components/mesh-object/save-dialogs";
import { SaveRefusal } from "@/components/mesh-object/save-refusal";
import { useObjectForm } from "@/components/mesh-object/use-object-form";
import type { SaveRequest } from "@/components/mesh-object/use-saving";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import type { GatewayDetails } from "@/lib/api/gateway";
import { same } from "@/lib/istio/edit/same";
import { kindEntry } from "@/lib/istio/kinds";
import { nextObject } from "@/lib/istio/kinds/next-object";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { gatewayPaths } from "../gateway-paths";
import { ChangedMeanwhile } from "./changed-meanwhile";
import { emptyGateway } from "./empty-gateway";
import { IngressCard } from "./ingress-card";
import { objectDetails } from "./object-details";
import { ServersCard } from "./servers-card";
import { useSaveGateway } from "./use-save-gateway";

export interface GatewayEditorProps {
  virtualCluster: string;
  /** Null for a new one. */
  gateway: GatewayDetails | null;
}

/** The form of a gateway: the frame of every object's form around the fields of servers and ingress. */
export function GatewayEditor({ virtualCluster, gateway }: GatewayEditorProps) {
  const router = useRouter();
  const element = useRef<HTMLFormElement>(null);
  const [isDone, setIsDone] = useState(false);
  const [isAsideShown, setIsAsideShown] = useState(true);
  const [details] = useState(() => (gateway ? objectDetails(gateway) : null));
  const state = useObjectForm({ kind: "Gateway", virtualCluster, details, emptyForm: emptyGateway });
  const { form, schema, base, edited, review, isDirty } = state;
  const saving = useSaveGateway(virtualCluster, (name, isNew) => {
    setIsDone(true);
    showToast({
      tone: "success",
      title: `Gateway ${name} ${isNew ? "created" : "saved"}`,
      description: "Its Secured Hosts are looked at now.",
    });
    router.push(gatewayPaths.details(virtualCluster, name));
  });
  const { outcome } = saving;

  async function save(request: SaveRequest) {
    const result = await saving.save(request);
    if (result.state === "changed" && same(result.theirs.form, request.base?.form)) {
      // Only what no field shows has moved on: nobody needs to decide anything.
      state.rebase(result.theirs, form.getValues(), request.object);
      return saving.save({ ...request, base: result.theirs });
    }
    if (result.state !== "refused") return result;
    for (const { path, message } of result.problem.errors ?? [])
      if (path.length > 0) form.setError(path.join("."), { type: "server", message });
    if (element.current) focusFirstInvalid(element.current);
    return result;
  }

  function requestOf(values: FieldValues): SaveRequest {
    const read = schema.safeParse(values);
    if (!read.success) return { form: values as SaveRequest["form"], base, object: null };
    const object = edited ? nextObject("Gateway", read.data, virtualCluster, edited) : null;
    return { form: read.data, base, object };
  }

  const submit = form.handleSubmit(
    (read) => save(requestOf(read)),
    () => element.current && focusFirstInvalid(element.current),
  );

  /** Goes on from what the other side saved, with both edits in the form. */
  function join(joined: unknown, then: "save" | "edit") {
    if (outcome.state !== "changed") return;
    const object = outcome.request.object ? (joined as KubernetesObject) : null;
    const values = (object ? kindEntry("Gateway").toForm(object) : joined) as FieldValues;
    state.rebase(outcome.theirs, values, object);
    saving.close();
    const read = schema.safeParse(values);
    if (then === "save" && read.success)
      void save({ ...outcome.request, form: read.data, base: outcome.theirs, object });
    else void form.trigger();
  }

  const what = base ? `Gateway ${base.name}` : "New gateway";
  const about = { kind: "Gateway", name: base?.name ?? String(form.getValues("name") ?? ""), what };
  return (
    <FormProvider {...form}>
      <ReviewContext value={state.draft ? (review.data ?? null) : null}>
        <form ref={element} noValidate onSubmit={(event) => void submit(event)} aria-label={what}>
          <div className={cn("grid items-start gap-6", isAsideShown && "xl:grid-cols-[minmax(0,1fr)_25rem]")}>
            <div className="grid min-w-0 grid-cols-1 gap-6">
              {base ? <OwnersNotice owners={base.owners} editing /> : null}
              {base && !isDone ? (
                <ChangedMeanwhile
                  base={base}
                  onShow={(theirs) =>
                    saving.show({ state: "changed", theirs, request: requestOf(form.getValues()) })
                  }
                />
              ) : null}
              <Card>
                <NameField
                  locked={base !== null}
                  help="Small letters, digits and “-”; it cannot be changed later."
                />
              </Card>
              <ServersCard virtualCluster={virtualCluster} />
              <IngressCard />
              <LabelsAndMetadata />
            </div>
            <Card className={cn("xl:sticky xl:top-18", !isAsideShown && "xl:hidden")}>
              <EditorAside
                kind="Gateway"
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
            title="Gateway"
            cancelHref={
              base ? gatewayPaths.details(virtualCluster, base.name) : gatewayPaths.list(virtualCluster)
            }
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
}
