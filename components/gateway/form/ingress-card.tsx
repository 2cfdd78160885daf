"use client";
import { useQuery } from "@tanstack/react-query";
import { Children, useEffect } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useMay } from "@/components/access/use-missing-role";
import { FormField } from "@/components/mesh-object/fields/form-field";
import { KeyValueField } from "@/components/mesh-object/fields/object-fields";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import type { IngressView } from "@/lib/api/istio";
import { statusQuery } from "@/lib/client/activity";
import { ingressesQuery } from "@/lib/client/overview";
import { same } from "@/lib/istio/edit/merge-edits";
import { defaultSelector } from "@/lib/istio/gateway/from-form";
import { dedicatedIngressName, type IngressKind } from "@/lib/istio/gateway/ingress";
import { everywhere } from "@/lib/model/roles";
import { texts } from "./texts";

const choices = [
  {
    kind: "existing",
    title: texts.existingIngress,
    text: texts.existingIngressHelp,
  },
  {
    kind: "dedicated",
    title: texts.dedicatedIngress,
    text: texts.dedicatedIngressHelp,
  },
] as const;

/** An emptied selector means Istio's own ingress again, not one that selects every pod. */
function useDefaultWhenEmptied() {
  const { control, setValue, getFieldState } = useFormContext();
  const selector = useWatch({ control, name: "selector" }) as Record<string, string> | undefined;
  const isEmptied = selector !== undefined && Object.keys(selector).length === 0;
  useEffect(() => {
    if (isEmptied && getFieldState("selector").isDirty)
      setValue("selector", undefined, { shouldDirty: true });
  }, [isEmptied, setValue, getFieldState]);
}

/** Which ingress serves the gateway: an existing one, by selector, or a dedicated one. */
export function IngressCard() {
  const { control } = useFormContext();
  const ingress = useWatch({ control, name: "ingress" }) as { kind: IngressKind } | undefined;
  const kind = ingress?.kind ?? "existing";
  const isByName = useQuery(statusQuery()).data?.cluster.secrets === "by-name";
  const isImpossible = (choice: IngressKind) => isByName && choice === "dedicated" && kind !== "dedicated";
  useDefaultWhenEmptied();
  const name = String(useWatch({ control, name: "name" }) ?? "");
  return (
    <Card title={texts.ingress} description={texts.ingressHelp}>
      <div className="grid gap-5">
        <FormField name="ingress" label={texts.ingress} labelHidden>
          {({ onChange, onBlur, name: group }) => (
            <div role="radiogroup" aria-label={texts.ingress} className="grid gap-2 sm:grid-cols-2">
              {choices.map((choice) => (
                <label
                  key={choice.kind}
                  className={cn(
                    "flex min-w-0 cursor-pointer gap-2.5 rounded-lg border border-line-strong p-3",
                    "has-checked:border-accent has-checked:bg-accent-soft",
                    "has-disabled:cursor-not-allowed has-disabled:bg-sunken",
                  )}
                >
                  <input
                    type="radio"
                    name={group}
                    value={choice.kind}
                    checked={kind === choice.kind}
                    disabled={isImpossible(choice.kind)}
                    onChange={() => onChange({ kind: choice.kind })}
                    onBlur={onBlur}
                    className="mt-0.5 size-4 shrink-0 accent-accent"
                  />
                  <span className="min-w-0">
                    <span className="block font-medium text-ink text-sm">{choice.title}</span>
                    <span className="block text-pretty text-muted text-xs">
                      {isImpossible(choice.kind) ? texts.dedicatedByName : choice.text}
                    </span>
                  </span>
                </label>
              ))}
            </div>
          )}
        </FormField>
        {kind === "existing" ? (
          <>
            <FoundIngresses />
            <KeyValueField
              name="selector"
              legend={texts.selector}
              itemName={texts.selector}
              help={texts.selectorHelp}
              emptyText="istio=ingressgateway"
              keyPlaceholder="istio"
              valuePlaceholder="ingressgateway"
              keySuggestions={["istio", "app"]}
            />
          </>
        ) : (
          <p className="text-muted text-sm">
            {Children.toArray(
              texts.ingressName({
                name: <code className="font-mono">{dedicatedIngressName(name || "…")}</code>,
              }),
            )}
          </p>
        )}
      </div>
    </Card>
  );
}

/** The ingress gateways of the cluster, with their addresses; choosing one fills in the selector. */
function FoundIngresses() {
  const { control, setValue } = useFormContext();
  const selector = useWatch({ control, name: "selector" }) as Record<string, string> | undefined;
  // They are the installation's: who has a role in a virtual cluster only types the selector.
  const mayList = useMay(["viewer", everywhere]);
  const { data, isPending } = useQuery({ ...ingressesQuery(), enabled: mayList === true });
  if (mayList === false) return <p className="text-muted text-sm">{texts.ingressesNotListed}</p>;
  if (isPending) return <Skeleton className="h-14 rounded-lg" />;
  // A dedicated ingress of another gateway is removed with that gateway.
  const shared = data?.items.filter(({ dedicatedTo }) => dedicatedTo === null) ?? [];
  if (shared.length === 0) return null;
  const choose = (wanted: IngressView["selector"]) =>
    setValue("selector", same(wanted, defaultSelector) ? undefined : wanted, {
      shouldDirty: true,
      shouldValidate: true,
    });
  return (
    <ul aria-label={texts.clusterIngresses} className="grid gap-2">
      {shared.map((ingress) => (
        <li key={`${ingress.namespace}/${ingress.name}`}>
          <button
            type="button"
            aria-pressed={same(ingress.selector, selector ?? defaultSelector)}
            onClick={() => choose(ingress.selector)}
            className={cn(
              "flex min-h-14 w-full min-w-0 cursor-pointer flex-wrap items-center gap-x-3 rounded-lg border",
              "border-line px-3 py-2 text-left text-sm hover:bg-hover",
              "aria-pressed:border-accent aria-pressed:bg-accent-soft",
            )}
          >
            <span className="min-w-0 flex-1 break-all font-mono text-ink text-xs">
              {ingress.namespace}/{ingress.name}
            </span>
            <span className="font-mono text-muted text-xs">{ingress.address ?? texts.noAddressYet}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
