import { CircleDashed, Package, Plus } from "lucide-react";
import { Children } from "react";
import { Button } from "@/components/ui/button";
import type { DeploymentView } from "@/lib/api/application";
import { texts } from "./texts";

interface Suggestion {
  id: string;
  label: string;
  onChoose: () => void;
}

/** Buttons that fill in existing values of the cluster; nothing if there are none. */
export function Suggestions(props: {
  label: string;
  items: readonly Suggestion[];
  more?: string | undefined;
}) {
  const { label, items, more } = props;
  if (items.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="text-muted text-sm">{label}</span>
      {items.map(({ id, label: words, onChoose }) => (
        <Button key={id} size="sm" icon={<Plus aria-hidden />} onClick={onChoose} className="max-w-full">
          <span className="truncate font-mono text-xs">{words}</span>
        </Button>
      ))}
      {more ? <span className="text-muted text-sm">{more}</span> : null}
    </div>
  );
}

interface SelectedPodsProps {
  /** The versions that the labels select. */
  versions: readonly DeploymentView[];
  /** Whether any label is given yet. */
  hasLabels: boolean;
  /** False while the Deployments load. */
  isKnown: boolean;
  /** How many applications are looked at, if that isn't all of them. */
  limitedTo: number | null;
}

/** How many pods the labels above select now, and of which Deployments; updates as you type. */
export function SelectedPods({ versions, hasLabels, isKnown, limitedTo }: SelectedPodsProps) {
  const Icon = versions.length > 0 ? Package : CircleDashed;
  return (
    <p role="status" className="flex min-h-5 items-start gap-1.5 text-muted text-sm">
      {hasLabels && isKnown ? (
        <>
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-subtle" />
          <span className="min-w-0 break-words">
            {versions.length > 0
              ? Children.toArray(
                  texts.selects({
                    pods: podsInWords(versions),
                    names: (
                      <span className="font-mono text-xs">{versions.map(({ name }) => name).join(", ")}</span>
                    ),
                  }),
                )
              : limitedTo === null
                ? texts.selectsNone
                : texts.selectsNoneOfFirst({ count: limitedTo })}
          </span>
        </>
      ) : null}
    </p>
  );
}

/** `3 pods of 2 Deployments`; pods are the wanted replicas. */
export function podsInWords(versions: readonly Pick<DeploymentView, "replicas">[]): string {
  const pods = versions.reduce((sum, { replicas }) => sum + replicas, 0);
  return texts.podsOf({ pods, deployments: versions.length });
}
