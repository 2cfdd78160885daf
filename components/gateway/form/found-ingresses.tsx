"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormContext, useWatch } from "react-hook-form";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import type { IngressView } from "@/lib/api/istio";
import { ingressesQuery } from "@/lib/client/istio";
import { same } from "@/lib/istio/edit/same";
import { defaultSelector } from "@/lib/istio/gateway/from-form";

/** The ingress gateways that the cluster has, with their addresses; choosing one fills in the selector. */
export function FoundIngresses() {
  const { control, setValue } = useFormContext();
  const selector = useWatch({ control, name: "selector" }) as Record<string, string> | undefined;
  const { data, isPending } = useQuery(ingressesQuery());
  if (isPending) return <Skeleton className="h-14 rounded-lg" />;
  // One that was made for another gateway goes away with it.
  const shared = data?.items.filter(({ dedicatedTo }) => dedicatedTo === null) ?? [];
  if (shared.length === 0) return null;
  const choose = (wanted: IngressView["selector"]) =>
    setValue("selector", same(wanted, defaultSelector) ? undefined : wanted, {
      shouldDirty: true,
      shouldValidate: true,
    });
  return (
    <ul aria-label="Ingress gateways of the cluster" className="grid gap-2">
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
            <span className="font-mono text-muted text-xs">{ingress.address ?? "no address yet"}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
