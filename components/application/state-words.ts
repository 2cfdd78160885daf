import type { State } from "@/components/ui/states";
import type { DeploymentView } from "@/lib/api/application";

type Words = Readonly<Record<DeploymentView["state"], { label: string; state: State }>>;

/** How the state of an application or version is called and looks. */
export const stateWords: Words = {
  ready: { label: "Ready", state: "done" },
  progressing: { label: "Progressing", state: "running" },
  degraded: { label: "Degraded", state: "failed" },
  stopped: { label: "Stopped", state: "idle" },
};

/** All states, the best first. */
export const stateNames = Object.keys(stateWords) as DeploymentView["state"][];
