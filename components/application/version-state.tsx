import { type State, StatusBadge } from "@/components/ui/badge";
import { ProgressBar } from "@/components/ui/time/validity-bar";
import type { DeploymentView } from "@/lib/api/application";
import { texts } from "./texts";

type Words = Readonly<Record<DeploymentView["state"], { label: string; state: State }>>;

/** Name and look of each state of an application or version. */
export const stateWords: Words = {
  ready: { label: texts.ready, state: "done" },
  progressing: { label: texts.progressing, state: "running" },
  degraded: { label: texts.degraded, state: "failed" },
  stopped: { label: texts.stopped, state: "idle" },
};

/** All states, best first. */
export const stateNames = Object.keys(stateWords) as DeploymentView["state"][];

/** The state of an application or of a version, as a badge. */
export function VersionState({ state }: Pick<DeploymentView, "state">) {
  const words = stateWords[state];
  return <StatusBadge state={words.state}>{words.label}</StatusBadge>;
}

/** How many of the wanted replicas are ready, as numbers and as a bar. */
export function Readiness(props: Pick<DeploymentView, "ready" | "replicas" | "state"> & { label: string }) {
  const { ready, replicas, state, label } = props;
  return (
    <span className="inline-grid w-28 gap-1">
      <span className="text-ink tabular-nums">{texts.readyOf({ ready, replicas })}</span>
      <ProgressBar
        label={label}
        valueText={texts.replicasReady({ ready, replicas })}
        value={replicas === 0 ? 0 : ready / replicas}
        state={stateWords[state].state}
      />
    </span>
  );
}
