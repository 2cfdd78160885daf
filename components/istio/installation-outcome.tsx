import { type State, StatusBadge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/notices";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { IstioInstallation } from "@/lib/api/istio";
import { InstallationLog } from "./installation-log";

const looks = {
  none: { state: "idle", label: "Never run" },
  starting: { state: "running", label: "Starting" },
  running: { state: "running", label: "Installing" },
  succeeded: { state: "done", label: "Installed" },
  failed: { state: "failed", label: "Failed" },
} as const satisfies Record<IstioInstallation["state"], { state: State; label: string }>;

/** The last installation: how far it is, or how it ended, with its log. */
export function InstallationOutcome({ installation }: { installation: IstioInstallation }) {
  const { state, version, image, startedAt, endedAt, note, remedy, log } = installation;
  if (state === "none") {
    return remedy ? (
      <Callout tone="blocked" title={note}>
        {remedy}
      </Callout>
    ) : null;
  }
  const look = looks[state];
  return (
    <div className="grid gap-3">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <StatusBadge state={look.state}>{look.label}</StatusBadge>
        <span className="text-ink">Istio {version}</span>
        {image ? <span className="min-w-0 break-all font-mono text-subtle text-xs">{image}</span> : null}
        {startedAt ? (
          <span className="text-subtle text-xs">
            {endedAt ? "ended " : "started "}
            <RelativeTime at={endedAt ?? startedAt} />
          </span>
        ) : null}
      </p>
      {state === "failed" ? (
        <Callout tone="failed" title={note}>
          {remedy}
        </Callout>
      ) : (
        <p className="text-muted text-sm">{note}</p>
      )}
      <InstallationLog log={log} />
    </div>
  );
}
