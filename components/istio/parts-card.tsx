import type { ReactNode } from "react";
import { type State, StatusBadge, StatusIcon } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyLine } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { IstioView } from "@/lib/api/istio";

/** What the cluster has and lacks of Istio, part by part. */
export function PartsCard({ istio }: { istio: IstioView }) {
  const { namespace, definitions, controlPlane, ingressGateways } = istio;
  const version = [controlPlane.version, controlPlane.revision].filter(Boolean).join(" · ");
  return (
    <Card
      title="Parts"
      description={
        <>
          Checked <RelativeTime at={istio.checkedAt} />, and again at every change.
        </>
      }
      flush
    >
      <ul aria-label="Parts of Istio" className="divide-y divide-line">
        <PartRow title="Namespace" part={namespace} />
        <PartRow title="Definitions" part={definitions}>
          <DefinitionsList items={definitions.items} />
        </PartRow>
        <PartRow title="Control plane" aside={version || null} part={controlPlane} />
        <PartRow title="Ingress gateways" part={ingressGateways} />
      </ul>
    </Card>
  );
}

export interface PartRowProps {
  title: string;
  /** Beside the title: a version, a count. */
  aside?: ReactNode;
  part: { state: IstioView["state"]; note: string; remedy: string | null };
  children?: ReactNode;
}

/** One part of Istio: whether it is there and well, and what to do when it is not. */
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

/** The state of a part of Istio as icon, word and colour. */
export function PartBadge({ state }: { state: IstioView["state"] }) {
  const look = partLooks[state];
  return <StatusBadge state={look.state}>{look.label}</StatusBadge>;
}

/** How the state of a part of Istio looks and is called. */
export const partLooks = {
  ok: { state: "done", label: "Healthy" },
  working: { state: "running", label: "Starting" },
  missing: { state: "blocked", label: "Missing" },
  broken: { state: "failed", label: "Broken" },
  unknown: { state: "idle", label: "Unknown" },
} as const satisfies Record<IstioView["state"], { state: State; label: string }>;

/** Istio's resource definitions, those that the panel needs first. */
export function DefinitionsList({ items }: { items: IstioView["definitions"]["items"] }) {
  if (items.length === 0) return null;
  const sorted = [...items].sort((one, other) => Number(other.needed) - Number(one.needed));
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
        {items.filter(({ present }) => present).length} of {items.length} definitions
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
              {present ? versions.join(", ") : needed ? "missing" : "missing, not needed here"}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What to do, in words; a command in it, which begins with kubectl or istioctl, can be copied. */
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
