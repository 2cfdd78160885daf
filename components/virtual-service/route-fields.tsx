"use client";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { ConditionEditor } from "@/components/condition/condition-editor";
import { FieldNotes } from "@/components/mesh-object/fields/field-notes";
import { FormField, NumberField, TextField } from "@/components/mesh-object/fields/form-field";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/form/checkbox";
import { Select } from "@/components/ui/form/controls";
import { Fieldset } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { type RouteProtocol, routeProtocols } from "@/lib/istio/condition/subjects";
import type { RouteForm } from "@/lib/istio/virtual-service/route-form";
import { treatmentInWords } from "./route-in-words";
import { texts } from "./texts";
import { WeightsField } from "./weights-field";

const protocolOptions = [
  { value: "http", label: "HTTP, HTTP/2, gRPC" },
  { value: "tls", label: texts.tlsPassedThrough },
  { value: "tcp", label: "TCP" },
];

/** Values that disappear with their fields when the route's protocol changes. */
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
        <FormField name={`${name}.protocol`} label={texts.protocol} help={texts.protocolHelp}>
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
            label={texts.routeName}
            mono
            placeholder="optional"
            help={texts.routeNameHelp}
          />
        ) : null}
      </div>
      <div data-field={`${name}.condition`}>
        <Fieldset legend={texts.condition} help={texts.conditionHelp}>
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
      <Fieldset legend={texts.destinations} help={texts.destinationsHelp}>
        <WeightsField name={`${name}.weights`} of={of} />
      </Fieldset>
      {protocol === "http" ? (
        <Fieldset legend={texts.handling}>
          <RouteOptions name={name} />
        </Fieldset>
      ) : null}
    </div>
  );
}

const actions = ["redirect", "directResponse", "delegate"] as const;

/** A redirect, direct response or delegate instead of destinations: keep it or remove it. */
function KeptAction({ name }: { name: string }) {
  const { setValue, getValues, trigger } = useFormContext();
  const route = useWatch({ name }) as Partial<RouteForm> | undefined;
  const kept = actions.filter((action) => route?.[action] !== undefined);
  if (kept.length === 0) return null;
  const { timeout: _timeout, rewrite: _rewrite, retries: _retries, ...action } = { ...route };

  function sendToDestinations() {
    for (const each of kept) setValue(`${name}.${each}`, undefined, { shouldDirty: true });
    const weights = getValues(`${name}.weights`) as unknown[] | undefined;
    if (!weights?.length)
      setValue(`${name}.weights`, [{ destination: "", weight: 100 }], { shouldDirty: true });
    void trigger(name);
  }
  return (
    <Callout
      title={treatmentInWords({ protocol: "http", condition: "", weights: [], ...action } as RouteForm).join(
        " ",
      )}
      actions={
        <Button size="sm" onClick={sendToDestinations}>
          {texts.sendToDestinations}
        </Button>
      }
    >
      {texts.keptAction}
    </Callout>
  );
}

/** Timeout, rewrite and retries of an HTTP route. */
function RouteOptions({ name }: { name: string }) {
  const { setValue } = useFormContext();
  const retries: unknown = useWatch({ name: `${name}.retries` });
  const hasRetries = retries !== undefined && retries !== null;
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name={`${name}.timeout`}
          label={texts.timeout}
          placeholder="none"
          help={texts.timeoutHelp}
        />
        <TextField
          name={`${name}.rewrite.uri`}
          label={texts.rewriteUri}
          mono
          placeholder={texts.unchanged}
          help={texts.rewriteUriHelp}
        />
      </div>
      <Switch
        label={texts.retry}
        checked={hasRetries}
        onChange={(event) =>
          setValue(
            `${name}.retries`,
            event.target.checked ? { attempts: 5, perTryTimeout: "3s" } : undefined,
            {
              shouldDirty: true,
              shouldValidate: true,
            },
          )
        }
      />
      {hasRetries ? (
        <div className="grid gap-4 sm:grid-cols-3">
          <NumberField name={`${name}.retries.attempts`} label={texts.attempts} required example="5" />
          <TextField
            name={`${name}.retries.perTryTimeout`}
            label={texts.perTry}
            placeholder={texts.routeTimeout}
            help={texts.perTryHelp}
          />
          <TextField
            name={`${name}.retries.retryOn`}
            label={texts.retryOn}
            mono
            placeholder={texts.istioDefault}
            help={texts.retryOnHelp}
          />
        </div>
      ) : null}
    </div>
  );
}
