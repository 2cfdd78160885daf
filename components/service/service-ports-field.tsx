"use client";
import { useMemo } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { Suggestions } from "@/components/application/pod-suggestions";
import {
  ChoiceField,
  NumberField,
  numberFromText,
  SelectField,
  TextField,
} from "@/components/mesh-object/fields/form-field";
import { FormListField } from "@/components/mesh-object/fields/form-list-field";
import type { DeploymentView } from "@/lib/api/application";
import { serviceProtocols } from "@/lib/istio/service/form";
import { texts } from "./texts";

export const emptyPort = { port: undefined, targetPort: undefined, protocol: "TCP", name: "" };

const protocols = serviceProtocols.map((protocol) => ({ value: protocol, label: protocol }));

/** The ports of a Service; target ports are suggested from the containers that the selector picks. */
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

  /** Into the first entry that is still empty, else into a new one. */
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

/** The ports that the containers listen on, in order, each with the Deployments it is of. */
function containerPortsOf(versions: readonly DeploymentView[]): { port: number; of: string[] }[] {
  const byPort = new Map<number, Set<string>>();
  for (const { name, containers } of versions)
    for (const port of containers.flatMap(({ ports }) => ports))
      byPort.set(port, (byPort.get(port) ?? new Set()).add(name));
  return [...byPort].sort(([one], [other]) => one - other).map(([port, of]) => ({ port, of: [...of] }));
}
