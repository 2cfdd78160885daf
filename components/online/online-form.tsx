"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { AllowedForm } from "@/components/access/allowed";
import { DnsPreviewPanel } from "@/components/gateway/form/secured-host-field";
import { RestoredNotice } from "@/components/mesh-object/editor/draft-notices";
import { texts as editorTexts } from "@/components/mesh-object/editor/texts";
import { useChoices } from "@/components/mesh-object/fields/use-choices";
import { SignInAgain } from "@/components/shell/sign-in-again";
import { Card } from "@/components/ui/card";
import { Combobox } from "@/components/ui/form/combobox";
import { Input, Select, Slider } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { showToast } from "@/components/ui/overlay/toast";
import { UnsavedGuard } from "@/components/ui/overlay/unsaved-guard";
import type { OnlineAnswer } from "@/lib/api/online";
import { applicationsQuery } from "@/lib/client/applications";
import { hostFromTyped } from "@/lib/model/hosts";
import { OnlinePlan } from "./online-plan";
import { texts } from "./texts";
import { type OnlineState, useOnline } from "./use-online";

/**
 * An application, a host and a port on one side, and the objects they would create on the other. `?app=` selects
 * the application.
 */
export function OnlineForm({ virtualCluster }: { virtualCluster: string }) {
  const router = useRouter();
  const state = useOnline(virtualCluster, useSearchParams().get("app") ?? "");
  const onDone = ({ gateway }: OnlineAnswer) => {
    state.forget();
    showToast({ tone: "success", title: texts.created({ host: hostFromTyped(state.fields.host) }) });
    router.push(gateway);
  };
  return (
    <>
      <UnsavedGuard when={state.isUnsaved} description={editorTexts.leaveHelp} />
      <SignInAgain />
      <RestoredNotice at={state.restoredAt} onDiscard={state.discard} />
      <AllowedForm needs={["editor", virtualCluster]}>
        <form
          noValidate
          className="grid items-start gap-4 lg:grid-cols-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (state.plan && !state.isStale) state.apply.mutate(undefined, { onSuccess: onDone });
          }}
        >
          <Card title={texts.what}>
            <div className="grid grid-cols-1 gap-5">
              <TargetFields virtualCluster={virtualCluster} state={state} />
              <VersionFields state={state} />
            </div>
          </Card>
          <OnlinePlan state={state} virtualCluster={virtualCluster} />
        </form>
      </AllowedForm>
    </>
  );
}

function TargetFields({ virtualCluster, state }: { virtualCluster: string; state: OnlineState }) {
  const { fields, set, leave, errorOf, application, isMissing } = state;
  const applications = useChoices(
    applicationsQuery({ virtualCluster }),
    (q) => applicationsQuery({ virtualCluster, q }),
    ({ name }) => name,
  );
  return (
    <>
      <Field
        label={texts.application}
        required
        help={texts.applicationHelp({ virtualCluster })}
        error={isMissing ? texts.noSuchApplication : errorOf("app")}
      >
        <Combobox
          freeText
          mono
          source={applications}
          emptyText={texts.noSuchApplication}
          options={applications.items.map(({ name, ports }) => ({
            value: name,
            label: name,
            hint: ports.join(", "),
          }))}
          value={fields.app}
          onChange={(app) => set({ app, port: "", version: "", second: "" })}
          onBlur={() => leave("app")}
        />
      </Field>
      <Field
        label={texts.port}
        required
        help={texts.portHelp}
        error={errorOf("port")}
        className="sm:max-w-48"
      >
        <Combobox
          freeText
          mono
          placeholder={texts.portExample}
          options={(application?.ports ?? []).map((port) => ({ value: String(port), label: String(port) }))}
          value={fields.port}
          onChange={(port) => set({ port })}
          onBlur={() => leave("port")}
        />
      </Field>
      <div className="grid grid-cols-1 gap-2">
        <Field label={texts.host} required help={texts.hostHelp} error={errorOf("host")}>
          <Input
            mono
            inputMode="url"
            placeholder={texts.hostExample}
            value={fields.host}
            onChange={(event) => set({ host: event.target.value })}
            onBlur={() => {
              const host = hostFromTyped(fields.host);
              if (host !== fields.host) set({ host });
              leave("host");
            }}
          />
        </Field>
        <DnsPreviewPanel virtualCluster={virtualCluster} host={fields.host} />
      </div>
    </>
  );
}

/** Which version gets the requests, and which other one gets a share; nothing when there is only one. */
function VersionFields({ state: { fields, set, errorOf, application } }: { state: OnlineState }) {
  const versions = application?.versions ?? [];
  if (versions.length < 2) return null;
  const options = versions.map(({ name, version }) => ({ value: name, label: version ?? name }));
  const labelOf = (name: string) => options.find(({ value }) => value === name)?.label ?? name;
  const { version, second, secondShare } = fields;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={texts.version} error={errorOf("versions")}>
          <Select
            options={options}
            value={version}
            onChange={(event) => set({ version: event.target.value })}
          />
        </Field>
        <Field label={texts.secondVersion} help={texts.secondVersionHelp}>
          <Select
            placeholder={texts.noSecondVersion}
            options={options.filter(({ value }) => value !== version)}
            value={second}
            onChange={(event) => set({ second: event.target.value })}
          />
        </Field>
      </div>
      {second === "" ? null : (
        <Field
          label={texts.share({ version: labelOf(second) })}
          help={texts.shareHelp({ share: secondShare, rest: 100 - secondShare, version: labelOf(version) })}
        >
          <Slider
            min={0}
            max={100}
            value={secondShare}
            valueText={texts.shareInWords({ share: secondShare })}
            onChange={(event) => set({ secondShare: Number(event.target.value) })}
          />
        </Field>
      )}
    </>
  );
}
