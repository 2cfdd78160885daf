import { CircleDashed, Package } from "lucide-react";
import type { DeploymentView } from "@/lib/api/application";
import { podsInWords } from "./pods-in-words";

export interface SelectedPodsProps {
  /** The versions that the labels select. */
  versions: readonly DeploymentView[];
  /** Whether any label is given yet. */
  hasLabels: boolean;
  /** False while the Deployments are on their way. */
  isKnown: boolean;
}

/** How many pods the labels above select now, and of which Deployments; it changes as one types. */
export function SelectedPods({ versions, hasLabels, isKnown }: SelectedPodsProps) {
  const Icon = versions.length > 0 ? Package : CircleDashed;
  return (
    <p role="status" className="flex min-h-5 items-start gap-1.5 text-muted text-sm">
      {hasLabels && isKnown ? (
        <>
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-subtle" />
          <span className="min-w-0 break-words">
            {versions.length > 0 ? (
              <>
                Selects {podsInWords(versions)}:{" "}
                <span className="font-mono text-xs">{versions.map(({ name }) => name).join(", ")}</span>
              </>
            ) : (
              "Selects no pod: no Deployment of this virtual cluster has all of these labels."
            )}
          </span>
        </>
      ) : null}
    </p>
  );
}
