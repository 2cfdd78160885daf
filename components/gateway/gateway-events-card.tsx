"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { EventView } from "@/lib/api/event";
import { eventsQuery } from "@/lib/client/activity";

const looks = {
  info: { icon: Info, color: "text-running", word: "Info" },
  success: { icon: CircleCheck, color: "text-done", word: "Success" },
  warning: { icon: TriangleAlert, color: "text-blocked", word: "Warning" },
  error: { icon: CircleAlert, color: "text-failed", word: "Error" },
} as const;

// What scrolls must be reachable by keyboard, and then it needs a role to carry its name.
const scrollable = { tabIndex: 0, role: "region", "aria-label": "Events of this gateway" } as const;

/** What happened to one gateway, newest first; new events come by the stream. */
export function GatewayEventsCard({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const query = useInfiniteQuery(eventsQuery({ virtualCluster, gateway: name }));
  const events = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card title="Events" description="What happened to this gateway, newest first." flush>
      {query.isPending ? (
        <SkeletonRows rows={5} label="Loading events" />
      ) : query.isError ? (
        <ErrorState
          title="The events could not be read"
          message={query.error.message}
          onRetry={() => void query.refetch()}
          headingLevel={3}
        />
      ) : events.length === 0 ? (
        <p className="px-4 py-8 text-center text-subtle text-sm">
          Nothing has happened yet. Each step that ends, waits for you or fails is told here.
        </p>
      ) : (
        <div {...scrollable} className="max-h-112 overflow-y-auto">
          <ol aria-label={`Events of ${name}`} className="divide-y divide-line">
            {events.map((event) => (
              <EventLine key={event.id} event={event} />
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
            Show older events
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function EventLine({ event }: { event: EventView }) {
  const { icon: Icon, color, word } = looks[event.level];
  return (
    <li className="flex gap-3 px-4 py-2.5 text-sm">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", color)} />
      <div className="min-w-0 flex-1">
        <p className="text-pretty break-words text-ink">
          <span className="sr-only">{word}: </span>
          {event.message}
        </p>
        {event.remedy ? <p className="text-pretty break-words text-muted">{event.remedy}</p> : null}
      </div>
      <RelativeTime at={event.at} className="shrink-0 text-subtle text-xs leading-5" />
    </li>
  );
}
