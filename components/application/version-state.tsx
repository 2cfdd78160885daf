import { StatusBadge } from "@/components/ui/status-badge";
import type { DeploymentView } from "@/lib/api/application";
import { stateWords } from "./state-words";

/** The state of an application or of a version, as a badge. */
export function VersionState({ state }: Pick<DeploymentView, "state">) {
  const words = stateWords[state];
  return <StatusBadge state={words.state}>{words.label}</StatusBadge>;
}
