"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { labelKeysOf, versionsWith } from "@/components/application/pod-labels";
import { SelectedPods, Suggestions } from "@/components/application/pod-suggestions";
import { useVersions } from "@/components/application/use-versions";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { SelectField, TextField } from "@/components/mesh-object/fields/form-field";
import { KeyValueField, LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { type EditorProps, ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { Card } from "@/components/ui/card";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { serviceTypeOptions } from "./in-words";
import { emptyPort, ServicePortsField } from "./service-ports-field";
import { texts } from "./texts";

/** Creates a Service, or edits the one of this name. */
export function ServiceForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="Service" Editor={ServiceEditor} {...props} />;
}

/** The form of a Service. `?app=` fills in a new one for an application. */
export function ServiceEditor(props: EditorProps) {
  const app = useSearchParams().get("app");
  const emptyForm = useMemo(
    () => ({
      name: app ?? "",
      labels: {},
      metadata: {},
      selector: app ? { app } : {},
      ports: [{ ...emptyPort }],
    }),
    [app],
  );
  return (
    <ObjectEditor {...props} kind="Service" emptyForm={emptyForm}>
      <ServiceFields {...props} />
    </ObjectEditor>
  );
}

function ServiceFields({ virtualCluster, details }: EditorProps) {
  const { applications, versions, isKnown } = useVersions(virtualCluster);
  const selector = useWatch({ name: "selector" }) as Record<string, string> | undefined;
  const type = useWatch({ name: "type" }) as string | undefined;
  const selected = useMemo(() => versionsWith(selector ?? {}, versions), [selector, versions]);
  return (
    <>
      <Card title={texts.service}>
        <div className="grid gap-6">
          <NameField locked={details !== null} help={texts.serviceHelp} />
          <SelectorField
            applications={applications}
            selected={selected}
            isKnown={isKnown}
            labelKeys={labelKeysOf(versions)}
          />
        </div>
      </Card>
      <Card>
        <ServicePortsField selected={selected} />
      </Card>
      <Card title={texts.reach}>
        <SelectField
          name="type"
          label={texts.type}
          placeholder={texts.clusterIpDefault}
          options={serviceTypeOptions}
          help={texts.typeHelp}
          className="max-w-md"
        />
        {type === "ExternalName" ? (
          <TextField
            name="externalName"
            label={texts.standsFor}
            example="db.example.com"
            help={texts.standsForHelp}
            required
            mono
            className="mt-4 max-w-md"
          />
        ) : null}
      </Card>
      <LabelsAndMetadata />
    </>
  );
}

const mostSuggested = 6;

interface SelectorFieldProps {
  applications: readonly ApplicationView[];
  /** What the selector picks now. */
  selected: readonly DeploymentView[];
  isKnown: boolean;
  labelKeys: readonly string[];
}

/** The labels of the pods that serve: typed, or taken from an application; says which pods they pick. */
export function SelectorField({ applications, selected, isKnown, labelKeys }: SelectorFieldProps) {
  const { setValue, getValues } = useFormContext();
  const selector = (getValues("selector") ?? {}) as Record<string, string>;
  const hasLabels = Object.keys(selector).length > 0;

  function choose(app: string) {
    setValue("selector", { app }, { shouldDirty: true, shouldValidate: true });
    if (getValues("name") === "") setValue("name", app, { shouldDirty: true, shouldValidate: true });
  }
  return (
    <div className="grid gap-3">
      <KeyValueField
        name="selector"
        legend={texts.selectors}
        itemName={texts.selector}
        help={texts.selectorHelp}
        emptyText={texts.noSelector}
        keyPlaceholder="app"
        valuePlaceholder="app1"
        keySuggestions={labelKeys}
      />
      <Suggestions
        label={texts.fromApplications}
        items={applications
          .filter(({ name }) => selector.app !== name)
          .slice(0, mostSuggested)
          .map(({ name }) => ({ id: name, label: `app=${name}`, onChoose: () => choose(name) }))}
      />
      <SelectedPods versions={selected} hasLabels={hasLabels} isKnown={isKnown} />
    </div>
  );
}
