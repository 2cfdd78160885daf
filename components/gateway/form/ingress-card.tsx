"use client";
import { useEffect } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { FormField } from "@/components/mesh-object/form-field";
import { KeyValueField } from "@/components/mesh-object/key-value-field";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { dedicatedIngressName, type IngressKind } from "@/lib/istio/gateway/ingress";
import { FoundIngresses } from "./found-ingresses";

const choices = [
  {
    kind: "existing",
    title: "An ingress that exists",
    text: "Chosen by the labels of its pods; Istio’s own ingress gateway where nothing else is said.",
  },
  {
    kind: "dedicated",
    title: "An ingress of its own",
    text: "Made with this gateway and removed with it: Deployment, LoadBalancer Service and autoscaler.",
  },
] as const;

/** A selector that one empties is none, and so Istio's own ingress again, rather than one that picks every pod. */
function useDefaultWhenEmptied() {
  const { control, setValue, getFieldState } = useFormContext();
  const selector = useWatch({ control, name: "selector" }) as Record<string, string> | undefined;
  const isEmptied = selector !== undefined && Object.keys(selector).length === 0;
  useEffect(() => {
    if (isEmptied && getFieldState("selector").isDirty)
      setValue("selector", undefined, { shouldDirty: true });
  }, [isEmptied, setValue, getFieldState]);
}

/** Which ingress serves the gateway: one that exists, by selector, or one of its own. */
export function IngressCard() {
  const { control } = useFormContext();
  const ingress = useWatch({ control, name: "ingress" }) as { kind: IngressKind } | undefined;
  const kind = ingress?.kind ?? "existing";
  useDefaultWhenEmptied();
  const name = String(useWatch({ control, name: "name" }) ?? "");
  return (
    <Card title="Ingress" description="The pods that traffic reaches first, and that get the certificate.">
      <div className="grid gap-5">
        <FormField name="ingress" label="Ingress" labelHidden>
          {({ onChange, onBlur, name: group }) => (
            <div role="radiogroup" aria-label="Ingress" className="grid gap-2 sm:grid-cols-2">
              {choices.map((choice) => (
                <label
                  key={choice.kind}
                  className={cn(
                    "flex min-w-0 cursor-pointer gap-2.5 rounded-lg border border-line-strong p-3",
                    "has-checked:border-accent has-checked:bg-accent-soft",
                  )}
                >
                  <input
                    type="radio"
                    name={group}
                    value={choice.kind}
                    checked={kind === choice.kind}
                    onChange={() => onChange({ kind: choice.kind })}
                    onBlur={onBlur}
                    className="mt-0.5 size-4 shrink-0 accent-accent"
                  />
                  <span className="min-w-0">
                    <span className="block font-medium text-ink text-sm">{choice.title}</span>
                    <span className="block text-pretty text-muted text-xs">{choice.text}</span>
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
              legend="Selector"
              itemName="Selector"
              help="Labels of the ingress pods. Leave it empty for istio=ingressgateway."
              emptyText="istio=ingressgateway"
              keyPlaceholder="istio"
              valuePlaceholder="ingressgateway"
              keySuggestions={["istio", "app"]}
            />
          </>
        ) : (
          <p className="text-muted text-sm">
            It will be called <code className="font-mono">{dedicatedIngressName(name || "…")}</code>.
          </p>
        )}
      </div>
    </Card>
  );
}
