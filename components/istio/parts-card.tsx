import { Children, type ReactNode } from "react";
import { type State, StatusBadge, StatusIcon } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyLine } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { IstioView } from "@/lib/api/istio";
import { texts } from "./texts";

/** Which parts of Istio the cluster has. */
export function PartsCard({ istio }: { istio: IstioView }) {
  const { namespace, definitions, controlPlane, ingressGateways } = istio;
  const version = [controlPlane.version, controlPlane.revision].filter(Boolean).join(" · ");
  return (
    <Card
      title={texts.parts}
      description={Children.toArray(texts.checked({ when: <RelativeTime at={istio.checkedAt} /> }))}
      flush
    >
      <ul aria-label={texts.partsOfIstio} className="divide-y divide-line">
        <PartRow title={texts.namespace} part={namespace} />
        <PartRow title={texts.definitions} part={definitions}>
          <DefinitionsList items={definitions.items} />
        </PartRow>
        <PartRow title={texts.controlPlane} aside={version || null} part={controlPlane} />
        <PartRow title={texts.ingressGateways} part={ingressGateways} />
      </ul>
    </Card>
  );
}

export interface PartRowProps {
  title: string;
  /** Next to the title: a version, a count. */
  aside?: ReactNode;
  part: { state: IstioView["state"]; note: string; remedy: string | null };
  children?: ReactNode;
}

/** One part of Istio: whether it is present and healthy, and what to do if not. */
export function PartRow({ title, aside, part, children }: PartRowProps) {
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[11rem_7rem_1fr] sm:items-start">
      <p className="flex flex-wrap items-baseline gap-x-2 font-medium text-ink text-sm">
        {title}
        {aside ? <span className="font-normal text-subtle text-xs">{aside}</span> : null}
      </p>
      <div>
        <PartBadge state={part.state} />
      </div>
      <div className="min-w-0 text-sm">
        <p className="text-pretty break-words text-ink">{part.note}</p>
        {part.remedy ? <RemedyText remedy={part.remedy} /> : null}
        {children}
      </div>
    </li>
  );
}

/** The state of a part of Istio as icon, word and color. */
export function PartBadge({ state }: { state: IstioView["state"] }) {
  const look = partLooks[state];
  return <StatusBadge state={look.state}>{look.label}</StatusBadge>;
}

/** Look and name of each state of a part of Istio. */
export const partLooks = {
  ok: { state: "done", label: texts.healthy },
  working: { state: "running", label: texts.starting },
  missing: { state: "blocked", label: texts.missing },
  broken: { state: "failed", label: texts.broken },
  unknown: { state: "idle", label: texts.unknown },
} as const satisfies Record<IstioView["state"], { state: State; label: string }>;

/** Istio's resource definitions, the required ones first. */
export function DefinitionsList({ items }: { items: IstioView["definitions"]["items"] }) {
  if (items.length === 0) return null;
  const sorted = [...items].sort((one, other) => Number(other.needed) - Number(one.needed));
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
        {texts.definitionsPresent({
          count: items.filter(({ present }) => present).length,
          total: items.length,
        })}
      </summary>
      <ul className="mt-1.5 grid gap-1">
        {sorted.map(({ name, present, versions, needed }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-2 text-xs">
            <StatusIcon
              state={present ? "done" : needed ? "blocked" : "idle"}
              decorative
              className="size-3.5"
            />
            <span className="min-w-0 break-all font-mono text-ink">{name}</span>
            <span className="text-subtle">
              {present ? versions.join(", ") : needed ? texts.missingDefinition : texts.notNeeded}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What to do, in words; a command in it, starting with kubectl or istioctl, can be copied. */
export function RemedyText({ remedy }: { remedy: string }) {
  const at = remedy.search(/\b(kubectl|istioctl) /);
  if (at < 0) return <p className="text-pretty break-words text-muted">{remedy}</p>;
  const words = remedy.slice(0, at).trim();
  return (
    <div className="text-muted">
      {words ? <p className="text-pretty">{words}</p> : null}
      <CopyLine text={remedy.slice(at).replace(/[.]$/, "")} />
    </div>
  );
}
