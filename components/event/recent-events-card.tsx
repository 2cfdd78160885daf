"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { TextLink } from "@/components/ui/link";
import { SkeletonRows } from "@/components/ui/skeleton";
import { type ActivityFilter, eventsQuery } from "@/lib/client/activity";
import { EventLine, useNewest } from "./event-line";
import { texts } from "./texts";

const shown = 8;

/** The latest events, of all virtual clusters or of one, with a link to the rest. */
export function RecentEventsCard({ virtualCluster }: { virtualCluster?: string }) {
  const filter: ActivityFilter = virtualCluster === undefined ? {} : { virtualCluster };
  const query = useInfiniteQuery(eventsQuery(filter));
  const items = query.data?.pages[0]?.items;
  const isNew = useNewest(items, virtualCluster ?? "");
  const all = virtualCluster === undefined ? "/events" : `/events?vc=${encodeURIComponent(virtualCluster)}`;
  return (
    <Card title={texts.recent} flush actions={<TextLink href={all}>{texts.all}</TextLink>}>
      {items ? (
        items.length === 0 ? (
          <p className="px-4 py-8 text-center text-muted text-sm">{texts.noneRecent}</p>
        ) : (
          <ol aria-label={texts.recent} className="divide-y divide-line">
            {items.slice(0, shown).map((event) => (
              <EventLine
                key={event.id}
                event={event}
                isNew={isNew(event.id)}
                bare={virtualCluster !== undefined}
              />
            ))}
          </ol>
        )
      ) : query.isError ? (
        <ErrorState
          title={texts.cannotLoad}
          message={query.error.message}
          onRetry={() => void query.refetch()}
          headingLevel={3}
        />
      ) : (
        <SkeletonRows rows={4} label={texts.loading} />
      )}
    </Card>
  );
}
