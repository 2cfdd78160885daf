"use client";
import { useFormContext, useWatch } from "react-hook-form";
import { NumberField } from "@/components/mesh-object/number-field";
import { TextField } from "@/components/mesh-object/text-field";
import { Switch } from "@/components/ui/switch";

/** Timeout, rewriting and retries of an HTTP route. */
export function RouteOptions({ name }: { name: string }) {
  const { setValue } = useFormContext();
  const retries: unknown = useWatch({ name: `${name}.retries` });
  const hasRetries = retries !== undefined && retries !== null;
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name={`${name}.timeout`}
          label="Timeout"
          placeholder="none"
          help="How long an answer may take, such as 3s or 500ms."
        />
        <TextField
          name={`${name}.rewrite.uri`}
          label="Rewrite URI"
          mono
          placeholder="as it is"
          help="Takes the place of the path, or of the prefix that the condition names."
        />
      </div>
      <Switch
        label="Retry failed requests"
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
          <NumberField name={`${name}.retries.attempts`} label="Attempts" required placeholder="5" />
          <TextField
            name={`${name}.retries.perTryTimeout`}
            label="Timeout per try"
            placeholder="the route's timeout"
            help="Such as 3s."
          />
          <TextField
            name={`${name}.retries.retryOn`}
            label="Retry on"
            mono
            placeholder="Istio's default"
            help="Such as 5xx,connect-failure."
          />
        </div>
      ) : null}
    </div>
  );
}
