"use client";
import { useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { RouteForm } from "@/lib/istio/virtual-service/route-form";
import { treatmentInWords } from "./route-in-words";

const actions = ["redirect", "directResponse", "delegate"] as const;

/** A redirect, direct answer or delegate that stands in place of destinations: kept as it is, or given up. */
export function KeptAction({ name }: { name: string }) {
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
          Send to destinations instead
        </Button>
      }
    >
      It stays as it is; its fields can be changed in the YAML.
    </Callout>
  );
}
