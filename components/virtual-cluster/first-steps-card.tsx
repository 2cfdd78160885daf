"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowRight, Check } from "lucide-react";
import { AllowedLink } from "@/components/access/allowed";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { gatewaysQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectsQuery } from "@/lib/client/mesh-objects";
import { type FirstStep, firstSteps } from "./first-steps";
import { texts } from "./texts";

/** The first steps to a site; disappears once they are done. */
export function FirstStepsCard({ virtualCluster }: { virtualCluster: VirtualCluster }) {
  const steps = useFirstSteps(virtualCluster);
  const done = steps?.filter((step) => step.done).length ?? 0;
  const next = steps?.find((step) => !step.done);
  // All of them are done, or unknown.
  if (steps && !next) return null;
  return (
    <Card
      title={texts.firstSteps}
      description={
        steps
          ? texts.progress({ done, total: steps.length, virtualCluster: virtualCluster.name })
          : texts.journey({ virtualCluster: virtualCluster.name })
      }
    >
      <ol aria-label={texts.firstSteps} className="flex flex-col gap-1">
        {steps
          ? steps.map((step, index) => (
              <Step
                key={step.id}
                step={step}
                number={index + 1}
                current={step === next}
                within={virtualCluster.name}
              />
            ))
          : [1, 2, 3, 4].map((number) => (
              <li key={number} className="flex h-11 items-center gap-3">
                <Skeleton className="size-6 rounded-full" />
                <Skeleton className="w-3/5" />
              </li>
            ))}
      </ol>
    </Card>
  );
}

interface StepProps {
  step: FirstStep;
  number: number;
  current: boolean;
  /** The virtual cluster. */
  within: string;
}

function Step({ step, number, current, within }: StepProps) {
  const { title, text, done, href, action, role } = step;
  return (
    <li
      aria-current={current ? "step" : undefined}
      className={cn("-mx-2 flex gap-3 rounded-lg px-2 py-2", current && "bg-accent-soft")}
    >
      <span
        aria-hidden
        className={cn(
          "mt-px flex size-6 shrink-0 items-center justify-center rounded-full font-medium text-xs",
          done
            ? "bg-done-soft text-done"
            : current
              ? "bg-accent text-on-accent"
              : "border border-line-strong text-muted",
        )}
      >
        {done ? <Check className="size-3.5" strokeWidth={2.5} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          {done || current ? (
            <span className={cn("font-medium", done ? "text-muted" : "text-ink")}>{title}</span>
          ) : (
            <PageLink
              href={href}
              className="rounded-sm font-medium text-ink underline-offset-3 hover:underline"
            >
              {title}
            </PageLink>
          )}
          {done ? <span className="sr-only"> {texts.stepDone}</span> : null}
        </p>
        <p className="text-pretty break-words text-muted text-xs">{text}</p>
        {current ? (
          <AllowedLink
            needs={[role, within]}
            href={href}
            variant="primary"
            size="sm"
            className="mt-2"
            icon={<ArrowRight aria-hidden />}
          >
            {action}
          </AllowedLink>
        ) : null}
      </div>
    </li>
  );
}

/** The number of objects of a kind in a virtual cluster; undefined until known. */
export function useObjectCount(kind: MeshKind, virtualCluster: string): number | undefined {
  return useInfiniteQuery(meshObjectsQuery(kind, { virtualCluster })).data?.pages[0]?.total;
}

/** The current first steps of a virtual cluster: null while loading, empty if unknown. */
export function useFirstSteps({ name, provider, services }: VirtualCluster): FirstStep[] | null {
  const gateways = useInfiniteQuery(gatewaysQuery({ virtualCluster: name }));
  const virtualServices = useInfiniteQuery(meshObjectsQuery("VirtualService", { virtualCluster: name }));
  const queries = [gateways, virtualServices];
  if (queries.some(({ isError, data }) => isError && !data)) return [];
  if (!gateways.data || !virtualServices.data) return null;
  return firstSteps({
    virtualCluster: name,
    provider,
    services,
    virtualServices: virtualServices.data.pages[0]?.total ?? 0,
    gateways: gateways.data.pages.flatMap(({ items }) => items),
  });
}
