import { type State, StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { Countdown, RelativeTime } from "@/components/ui/time/relative-time";
import { virtualClusterPath } from "@/components/virtual-cluster/paths";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import type { CleanupState } from "@/lib/client/cleanups";

export interface CleanupLineProps {
  cleanup: CleanupTaskView;
  isBusy: boolean;
  onKeep: () => void;
  onConfirm: () => void;
  onRetry: () => void;
}

/** One host that is to go: why, when, and what can be done about it. */
export function CleanupLine({ cleanup, isBusy, onKeep, onConfirm, onRetry }: CleanupLineProps) {
  const { state, host, virtualCluster, reason, lastProblem, updatedAt } = cleanup;
  const look = cleanupLooks[state];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-all font-medium font-mono text-ink">{host}</span>
          <StatusBadge state={look.state}>{look.word}</StatusBadge>
        </p>
        <p className="mt-0.5 text-pretty break-words text-muted">{reason}</p>
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
          <Button size="sm" busy={isBusy} onClick={onKeep} aria-label={`Undo: keep ${host}`}>
            Undo
          </Button>
        ) : null}
        {state === "open" ? (
          <Button size="sm" variant="ghost" busy={isBusy} onClick={onRetry} aria-label={`Try ${host} now`}>
            Try now
          </Button>
        ) : null}
        {state === "kept" || state === "braked" ? (
          <Button
            size="sm"
            variant="danger-ghost"
            onClick={onConfirm}
            aria-label={`Remove what is left of ${host}`}
          >
            Remove…
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** What comes next, and when. */
function Next({ cleanup: { state, graceUntil, nextAt } }: { cleanup: CleanupTaskView }) {
  switch (state) {
    case "grace":
      return graceUntil === null ? null : (
        <p className="text-ink">
          <Countdown
            to={graceUntil}
            prefix="Its records and Secrets are removed in "
            dueText="Its records and Secrets are about to be removed"
          />
          .
        </p>
      );
    case "open":
      return nextAt === null ? null : (
        <p className="text-ink">
          <Countdown to={nextAt} prefix="Tried again in " dueText="Being removed" />.
        </p>
      );
    case "braked":
      return <p className="text-ink">Nothing is removed until you confirm it.</p>;
    case "kept":
      return (
        <p className="text-ink">
          Records and Secrets stay as they are, and nothing looks after them: the certificate is not renewed.
        </p>
      );
    case "withdrawn":
    case "done":
      return null;
  }
}

/** How each state of a cleanup looks, and what it is called. */
export const cleanupLooks = {
  grace: { state: "waiting", word: "Waiting" },
  braked: { state: "blocked", word: "Needs confirmation" },
  open: { state: "running", word: "Removing" },
  kept: { state: "idle", word: "Kept" },
  withdrawn: { state: "idle", word: "Called off" },
  done: { state: "done", word: "Removed" },
  refused: { state: "failed", word: "Not done" },
} as const satisfies Record<CleanupState, { state: State; word: string }>;

/** What the page shows at a time: the states, and the word for it. */
export const cleanupViews = {
  pending: { label: "To do", states: ["grace", "braked", "open"] },
  kept: { label: "Kept", states: ["kept"] },
  past: { label: "Past", states: ["done", "withdrawn"] },
} as const satisfies Record<string, { label: string; states: readonly CleanupState[] }>;
