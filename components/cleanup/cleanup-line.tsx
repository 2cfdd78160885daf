import { AllowedButton } from "@/components/access/allowed";
import { HostName, Readable } from "@/components/gateway/host-name";
import { type State, StatusBadge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/link";
import { Countdown, RelativeTime } from "@/components/ui/time/relative-time";
import { virtualClusterPath } from "@/components/virtual-cluster/paths";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import type { CleanupState } from "@/lib/client/cleanups";
import { everywhere } from "@/lib/model/roles";
import { texts } from "./texts";

export interface CleanupLineProps {
  cleanup: CleanupTaskView;
  isBusy: boolean;
  onKeep: () => void;
  onConfirm: () => void;
  onRetry: () => void;
}

/** One cleanup: its host, why and when it happens, and what you can do about it. */
export function CleanupLine({ cleanup, isBusy, onKeep, onConfirm, onRetry }: CleanupLineProps) {
  const { state, virtualCluster, reason, lastProblem, updatedAt } = cleanup;
  const host = nameOf(cleanup);
  const look = cleanupLooks[state];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-all font-medium font-mono text-ink">
            <HostName host={host} />
          </span>
          <StatusBadge state={look.state}>{look.word}</StatusBadge>
        </p>
        <p className="mt-0.5 text-pretty break-words text-muted">
          <Readable text={reason ?? ""} />
        </p>
        <Next cleanup={cleanup} />
        {lastProblem ? <p className="text-pretty break-words text-waiting">{lastProblem}</p> : null}
        <p className="mt-0.5 flex flex-wrap gap-x-1.5 text-subtle text-xs">
          {virtualCluster === null ? null : (
            <TextLink href={virtualClusterPath(virtualCluster)}>{virtualCluster}</TextLink>
          )}
          <RelativeTime at={updatedAt} />
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {state === "grace" || state === "open" || state === "braked" ? (
          <AllowedButton
            needs={["editor", everywhere]}
            size="sm"
            busy={isBusy}
            onClick={onKeep}
            aria-label={texts.undoFor({ host })}
          >
            {texts.undo}
          </AllowedButton>
        ) : null}
        {state === "open" ? (
          <AllowedButton
            needs={["operator", everywhere]}
            size="sm"
            variant="ghost"
            busy={isBusy}
            onClick={onRetry}
            aria-label={texts.tryNowFor({ host })}
          >
            {texts.tryNow}
          </AllowedButton>
        ) : null}
        {state === "kept" || state === "braked" ? (
          <AllowedButton
            needs={["editor", everywhere]}
            size="sm"
            variant="danger-ghost"
            onClick={onConfirm}
            aria-label={texts.removeFor({ host })}
          >
            {texts.removeMore}
          </AllowedButton>
        ) : null}
      </div>
    </li>
  );
}

/** The host of a cleanup; of another task, its subject. */
export function nameOf({ host, subject }: Pick<CleanupTaskView, "host" | "subject">): string {
  return host ?? subject;
}

/** What comes next, and when. */
function Next({ cleanup: { state, graceUntil, nextAt } }: { cleanup: CleanupTaskView }) {
  switch (state) {
    case "grace":
      return graceUntil === null ? null : (
        <p className="text-ink">
          <Countdown to={graceUntil} prefix={`${texts.removesIn} `} dueText={texts.removesSoon} />.
        </p>
      );
    case "open":
      return nextAt === null ? null : (
        <p className="text-ink">
          <Countdown to={nextAt} prefix={`${texts.triesAgainIn} `} dueText={texts.removingNow} />.
        </p>
      );
    case "braked":
      return <p className="text-ink">{texts.pausedNext}</p>;
    case "kept":
      return <p className="text-ink">{texts.keptNext}</p>;
    case "withdrawn":
    case "done":
      return null;
  }
}

/** Look and name of each state of a cleanup. */
export const cleanupLooks = {
  grace: { state: "waiting", word: texts.stateWaiting },
  braked: { state: "blocked", word: texts.statePaused },
  open: { state: "running", word: texts.stateRemoving },
  kept: { state: "idle", word: texts.stateKept },
  withdrawn: { state: "idle", word: texts.stateCanceled },
  done: { state: "done", word: texts.stateRemoved },
  refused: { state: "failed", word: texts.stateRefused },
} as const satisfies Record<CleanupState, { state: State; word: string }>;

/** The tabs of the page: the states, and the word for them. */
export const cleanupViews = {
  pending: { label: texts.pending, states: ["grace", "braked", "open"] },
  kept: { label: texts.stateKept, states: ["kept"] },
  past: { label: texts.past, states: ["done", "withdrawn"] },
} as const satisfies Record<string, { label: string; states: readonly CleanupState[] }>;
