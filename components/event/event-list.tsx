"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Activity, SearchX } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useSort } from "@/components/mesh-object/list-frame";
import { VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FilterFold, searchBesideFold } from "@/components/ui/form/filter-fold";
import { SearchInput } from "@/components/ui/form/search-input";
import { EmptyState } from "@/components/ui/notices";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EndSentinel } from "@/components/ui/table/data-table";
import { SortSelect } from "@/components/ui/table/view-menu";
import { formatDate } from "@/components/ui/time/format-time";
import { levels, sortColumns } from "@/lib/api/choices";
import { eventsQuery } from "@/lib/client/activity";
import { EventLine, useNewest } from "./event-line";
import { LevelSelect } from "./level-select";
import { texts } from "./texts";

const filters = {
  q: parseAsString.withDefault(""),
  level: parseAsStringLiteral(levels),
  vc: parseAsString.withDefault(""),
};

const orders = [
  { id: "at", header: texts.time, sortable: true, sortsFirst: "desc" },
  { id: "level", header: texts.level, sortable: true },
  { id: "type", header: texts.type, sortable: true },
  { id: "virtualCluster", header: texts.virtualCluster, sortable: true },
  { id: "gateway", header: texts.gateway, sortable: true },
  { id: "host", header: texts.host, sortable: true },
] as const;

/**
 * The page "Events": everything that happened, newest first, with a heading per day; new events slide in on top.
 * Sorted by anything else than time, it is one list without days.
 */
export function EventList() {
  const [{ q, level, vc }, setFilters] = useQueryStates(filters);
  const { sort, onSort, ordered } = useSort(sortColumns.Event);
  const query = useInfiniteQuery(
    eventsQuery({
      ...(q ? { q } : {}),
      ...(level ? { level } : {}),
      ...(vc ? { virtualCluster: vc } : {}),
      ...ordered,
    }),
  );
  const events = query.data?.pages.flatMap(({ items }) => items);
  const isNew = useNewest(events, `${q}/${level}/${vc}/${sort?.column}/${sort?.direction}`);
  const filtered = q !== "" || level !== null || vc !== "";

  return (
    <>
      <div className="flex flex-wrap gap-3">
        <SearchInput
          label={texts.search}
          value={q}
          onChange={(next) => void setFilters({ q: next })}
          className={searchBesideFold}
        />
        <FilterFold count={(level === null ? 0 : 1) + (vc === "" ? 0 : 1)}>
          <LevelSelect value={level} onChange={(next) => void setFilters({ level: next })} />
          <VirtualClusterFilter value={vc} onChange={(next) => void setFilters({ vc: next })} />
          <SortSelect columns={orders} sort={sort} onSort={onSort} className="w-full sm:w-44" />
        </FilterFold>
        {filtered ? (
          <Button variant="ghost" onClick={() => void setFilters(null)}>
            {texts.clearFilters}
          </Button>
        ) : null}
      </div>
      {!events ? (
        <Card flush>
          {query.isError ? (
            <QueryFailure what={texts.what} query={query} />
          ) : (
            <SkeletonRows rows={8} label={texts.loading} />
          )}
        </Card>
      ) : events.length === 0 ? (
        <Card flush>
          {filtered ? (
            <EmptyState icon={<SearchX aria-hidden />} title={texts.noMatch} description={texts.searched} />
          ) : (
            <EmptyState icon={<Activity aria-hidden />} title={texts.none} description={texts.noneHelp} />
          )}
        </Card>
      ) : sort && sort.column !== "at" ? (
        <Card flush>
          <ol aria-label={texts.events} className="divide-y divide-line">
            {events.map((event) => (
              <EventLine key={event.id} event={event} isNew={isNew(event.id)} />
            ))}
          </ol>
        </Card>
      ) : (
        byDay(events).map(({ day, items }) => (
          <Card key={day} title={day} flush>
            <ol aria-label={texts.eventsOn({ day })} className="divide-y divide-line">
              {items.map((event) => (
                <EventLine key={event.id} event={event} isNew={isNew(event.id)} />
              ))}
            </ol>
          </Card>
        ))
      )}
      <EndSentinel
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        label={sort ? texts.showMore : texts.showOlder}
        onReached={() => void query.fetchNextPage()}
      />
    </>
  );
}

/** Groups events that are sorted by time by day in the user's zone (or `timeZone`), in the given order. */
export function byDay<Item extends { at: string }>(
  items: readonly Item[],
  timeZone?: string,
): { day: string; items: Item[] }[] {
  const groups: { day: string; items: Item[] }[] = [];
  for (const item of items) {
    const day = formatDate(Date.parse(item.at), timeZone);
    const last = groups.at(-1);
    if (last?.day === day) last.items.push(item);
    else groups.push({ day, items: [item] });
  }
  return groups;
}
