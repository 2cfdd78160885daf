"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { labelKeysOf, versionsWith } from "@/components/application/pod-labels";
import { SelectedPods, Suggestions } from "@/components/application/pod-suggestions";
import { useVersions } from "@/components/application/use-versions";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import {
  ChoiceField,
  NumberField,
  numberFromText,
  SelectField,
  TextField,
} from "@/components/mesh-object/fields/form-field";
import { FormListField } from "@/components/mesh-object/fields/form-list-field";
import { KeyValueField, LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { type EditorProps, ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { Card } from "@/components/ui/card";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { serviceProtocols } from "@/lib/istio/service/form";
import { serviceTypeOptions } from "./in-words";
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
  const { applications, versions, isKnown, limitedTo } = useVersions(virtualCluster);
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
            limitedTo={limitedTo}
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
  /** The pods that the selector matches now. */
  selected: readonly DeploymentView[];
  isKnown: boolean;
  /** How many applications are looked at, if that isn't all of them. */
  limitedTo: number | null;
  labelKeys: readonly string[];
}

/** The labels of the serving pods, typed or taken from an application; says which pods they select. */
export function SelectorField(props: SelectorFieldProps) {
  const { applications, selected, isKnown, limitedTo, labelKeys } = props;
  const { setValue, getValues } = useFormContext();
  const selector = (getValues("selector") ?? {}) as Record<string, string>;
  const hasLabels = Object.keys(selector).length > 0;
  const others = applications.filter(({ name }) => selector.app !== name);

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
        items={others
          .slice(0, mostSuggested)
          .map(({ name }) => ({ id: name, label: `app=${name}`, onChoose: () => choose(name) }))}
        more={
          others.length > mostSuggested
            ? texts.moreApplications({ count: others.length - mostSuggested })
            : undefined
        }
      />
      <SelectedPods versions={selected} hasLabels={hasLabels} isKnown={isKnown} limitedTo={limitedTo} />
    </div>
  );
}

export const emptyPort = { port: undefined, targetPort: undefined, protocol: "TCP", name: "" };

const protocols = serviceProtocols.map((protocol) => ({ value: protocol, label: protocol }));

/** The ports of a Service; suggests target ports of the containers that the selector matches. */
export function ServicePortsField({ selected }: { selected: readonly DeploymentView[] }) {
  const { setValue, getValues } = useFormContext();
  const ports = useWatch({ name: "ports" }) as { port?: unknown; targetPort?: unknown }[] | undefined;
  const options = useMemo(
    () =>
      containerPortsOf(selected).map(({ port, of }) => ({
        value: String(port),
        label: String(port),
        hint: of.join(", "),
      })),
    [selected],
  );
  const taken = new Set((ports ?? []).map(({ port, targetPort }) => String(targetPort ?? port)));

  /** Into the first empty entry, else into a new one. */
  function take(port: number) {
    const now = (getValues("ports") ?? []) as (typeof emptyPort)[];
    const free = now.findIndex((each) => each.port === undefined && each.targetPort === undefined);
    const entry = {
      ...emptyPort,
      name: now.length > 1 || free < 0 ? `http-${port}` : "http",
      port,
      targetPort: port,
    };
    const next = free < 0 ? [...now, entry] : now.map((each, at) => (at === free ? entry : each));
    setValue("ports", next, { shouldDirty: true, shouldValidate: true });
  }
  return (
    <FormListField
      name="ports"
      legend={texts.ports}
      itemName={texts.port}
      help={texts.portsHelp}
      newItem={emptyPort}
      boxed
      render={(path) => (
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4 xl:grid-cols-2 2xl:grid-cols-4">
          <NumberField name={`${path}.port`} label={texts.port} required example="9090" />
          <ChoiceField
            name={`${path}.targetPort`}
            label={texts.targetPort}
            freeText
            placeholder={texts.sameAsPort}
            help={texts.targetPortHelp}
            options={options}
            emptyText={texts.targetPortNone}
            parse={numberFromText}
          />
          <SelectField name={`${path}.protocol`} label={texts.protocol} required options={protocols} />
          <TextField name={`${path}.name`} label={texts.name} mono example="http" help={texts.portNameHelp} />
        </div>
      )}
    >
      <Suggestions
        label={texts.containersListen}
        items={options
          .filter(({ value }) => !taken.has(value))
          .map(({ value }) => ({ id: value, label: value, onChoose: () => take(Number(value)) }))}
      />
    </FormListField>
  );
}

/** The ports that the containers listen on, in order, each with its Deployments. */
function containerPortsOf(versions: readonly DeploymentView[]): { port: number; of: string[] }[] {
  const byPort = new Map<number, Set<string>>();
  for (const { name, containers } of versions)
    for (const port of containers.flatMap(({ ports }) => ports))
      byPort.set(port, (byPort.get(port) ?? new Set()).add(name));
  return [...byPort].sort(([one], [other]) => one - other).map(([port, of]) => ({ port, of: [...of] }));
}
