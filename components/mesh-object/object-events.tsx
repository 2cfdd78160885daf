"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EventLine } from "@/components/event/event-line";
import { Card } from "@/components/ui/card";
import { EmptyState, ErrorState } from "@/components/ui/notices";
import { SkeletonRows } from "@/components/ui/skeleton";
import { eventsQuery } from "@/lib/client/activity";

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
    <Card title={`Events in ${virtualCluster} that name ${name}`} flush>
      <ol className="divide-y divide-line">
        {events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ol>
    </Card>
  );
}
