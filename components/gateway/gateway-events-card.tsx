"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EventLine } from "@/components/event/event-line";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { eventsQuery } from "@/lib/client/activity";
import { texts } from "./texts";

// A scrolling box must be reachable by keyboard, and then needs a role for its name.
const scrollable = { tabIndex: 0, role: "region", "aria-label": texts.eventsOfThis } as const;

/** The events of one gateway, newest first; new ones arrive through the stream. */
export function GatewayEventsCard({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const query = useInfiniteQuery(eventsQuery({ virtualCluster, gateway: name }));
  const events = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card title={texts.events} description={texts.eventsHelp} flush>
      {query.isPending ? (
        <SkeletonRows rows={5} label={texts.loadingEvents} />
      ) : query.isError ? (
        <ErrorState
          title={texts.cannotLoadEvents}
          message={query.error.message}
          onRetry={() => void query.refetch()}
          headingLevel={3}
        />
      ) : events.length === 0 ? (
        <p className="px-4 py-8 text-center text-subtle text-sm">{texts.noEvents}</p>
      ) : (
        <div {...scrollable} className="relative max-h-112 overflow-y-auto">
          <ol aria-label={texts.eventsOf({ name })} className="divide-y divide-line">
            {events.map((event) => (
              <EventLine key={event.id} event={event} bare />
            ))}
          </ol>
        </div>
      )}
      {query.hasNextPage ? (
        <div className="border-line border-t p-2 text-center">
          <Button
            variant="ghost"
            size="sm"
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {texts.olderEvents}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
