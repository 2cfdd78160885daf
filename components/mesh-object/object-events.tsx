"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { type StatusBadgeProps, StatusIcon } from "@/components/ui/status-badge";
import type { EventView } from "@/lib/api/event";
import { eventsQuery } from "@/lib/client/activity";

const states: Record<EventView["level"], StatusBadgeProps["state"]> = {
  info: "idle",
  success: "done",
  warning: "waiting",
  error: "failed",
};

/** What happened of late in the virtual cluster that names this object. */
export function ObjectEvents({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const query = useInfiniteQuery(eventsQuery({ virtualCluster, q: name }));
  const events = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <SkeletonRows rows={4} label="Loading events" />;
  if (query.isError)
    return (
      <ErrorState
        title="The events could not be read"
        message={query.error.message}
        onRetry={() => void query.refetch()}
      />
    );
  if (events.length === 0)
    return (
      <EmptyState
        title="No events"
        description={`Nothing has happened in ${virtualCluster} that names ${name}.`}
      />
    );
  return (
    <Card flush>
      <ul className="divide-y divide-line">
        {events.map((event) => (
          <li key={event.id} className="flex gap-2.5 px-4 py-2.5 text-sm">
            <StatusIcon state={states[event.level]} decorative className="mt-0.5" />
            <div className="min-w-0 flex-1">
              <p className="break-words text-ink">{event.message}</p>
              {event.remedy ? <p className="break-words text-muted">{event.remedy}</p> : null}
            </div>
            <RelativeTime at={event.at} className="shrink-0 text-subtle text-xs" />
          </li>
        ))}
      </ul>
    </Card>
  );
}
