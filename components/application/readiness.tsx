import { ProgressBar } from "@/components/ui/progress-bar";
import type { DeploymentView } from "@/lib/api/application";
import { stateWords } from "./state-words";

/** How many of the wanted replicas are ready, in numbers and as a bar. */
export function Readiness(props: Pick<DeploymentView, "ready" | "replicas" | "state"> & { label: string }) {
  const { ready, replicas, state, label } = props;
  const words = `${ready} of ${replicas}`;
  return (
    <span className="inline-grid w-28 gap-1">
      <span className="text-ink tabular-nums">{words} ready</span>
      <ProgressBar
        label={label}
        valueText={`${words} replicas are ready`}
        value={replicas === 0 ? 0 : ready / replicas}
        state={stateWords[state].state}
      />
    </span>
  );
}
