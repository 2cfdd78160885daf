import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusIcon } from "@/components/ui/status-badge";
import type { VersionDetailsRead } from "./version-details-read";

/** What the cluster says of the Deployment: whether it is available, whether it makes progress, and why not. */
export function VersionConditions({ version }: { version: VersionDetailsRead }) {
  const { conditions, reason } = version;
  return (
    <Card title="Conditions" description={reason ?? "All replicas that are wanted are ready."} flush>
      {conditions.length === 0 ? (
        <EmptyState
          className="py-8"
          title="Nothing said yet"
          description="The cluster has not seen this Deployment yet."
        />
      ) : (
        <ul className="divide-y divide-line">
          {conditions.map(({ type, status, reason: why, message, at }) => (
            <li key={type} className="flex gap-2.5 px-4 py-2.5 text-sm">
              <StatusIcon state={isGood(type, status) ? "done" : "failed"} decorative className="mt-0.5" />
              <div className="min-w-0 flex-1">
                <p className="text-ink">
                  {type}: {status === "True" ? "yes" : status === "False" ? "no" : "unknown"}
                  {why ? <span className="text-subtle"> ({why})</span> : null}
                </p>
                {message ? <p className="break-words text-muted">{message}</p> : null}
              </div>
              {at ? <RelativeTime at={at} className="shrink-0 text-subtle text-xs" /> : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Of all conditions only a failure is bad when it is true. */
function isGood(type: string, status: string): boolean {
  return type === "ReplicaFailure" ? status !== "True" : status === "True";
}
