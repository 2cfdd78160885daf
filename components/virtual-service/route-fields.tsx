"use client";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { ConditionEditor } from "@/components/condition/condition-editor";
import { FieldNotes } from "@/components/mesh-object/field-notes";
import { FormField } from "@/components/mesh-object/form-field";
import { TextField } from "@/components/mesh-object/text-field";
import { Fieldset } from "@/components/ui/fieldset";
import { Select } from "@/components/ui/select";
import { type RouteProtocol, routeProtocols } from "@/lib/istio/condition/subjects";
import { KeptAction } from "./kept-action";
import { RouteOptions } from "./route-options";
import { WeightsField } from "./weights-field";

const protocolOptions = [
  { value: "http", label: "HTTP, HTTP/2, gRPC" },
  { value: "tls", label: "TLS, passed through" },
  { value: "tcp", label: "TCP" },
];

/** What goes with its fields when the route is for another protocol. */
const httpOnly = ["name", "timeout", "rewrite", "retries"] as const;

/** All fields of one route. */
export function RouteFields({ name, number }: { name: string; number: number }) {
  const { control, setValue } = useFormContext();
  const condition = useController({ control, name: `${name}.condition` }).field;
  const chosen: unknown = useWatch({ control, name: `${name}.protocol` });
  const protocol: RouteProtocol = routeProtocols.find((each) => each === chosen) ?? "http";
  const of = `route ${number}`;
  return (
    <div className="grid gap-6">
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField
          name={`${name}.protocol`}
          label="Protocol"
          help="TLS that ends at the gateway arrives as HTTP."
        >
          {({ value, ref: _ref, onChange, ...field }) => (
            <Select
              {...field}
              value={String(value ?? "http")}
              options={protocolOptions}
              onChange={(event) => {
                onChange(event);
                if (event.target.value === "http") return;
                for (const each of httpOnly) setValue(`${name}.${each}`, undefined, { shouldDirty: true });
              }}
            />
          )}
        </FormField>
        {protocol === "http" ? (
          <TextField
            name={`${name}.name`}
            label="Route name"
            mono
            placeholder="optional"
            help="Shown in logs."
          />
        ) : null}
      </div>
      <div data-field={`${name}.condition`}>
        <Fieldset legend="Condition" help="Which requests take this route; the first route that fits wins.">
          <ConditionEditor
            of={of}
            protocol={protocol}
            value={String(condition.value ?? "")}
            onChange={condition.onChange}
            onBlur={condition.onBlur}
          />
          <FieldNotes name={`${name}.condition`} />
        </Fieldset>
      </div>
      <KeptAction name={name} />
      <Fieldset legend="Destinations" help="Where the requests go, and the share of each.">
        <WeightsField name={`${name}.weights`} of={of} />
      </Fieldset>
      {protocol === "http" ? (
        <Fieldset legend="Handling">
          <RouteOptions name={name} />
        </Fieldset>
      ) : null}
    </div>
  );
}
