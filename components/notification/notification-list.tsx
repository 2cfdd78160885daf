"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { BellOff, CheckCheck, SearchX } from "lucide-react";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useNewest } from "@/components/event/event-line";
import { LevelSelect } from "@/components/event/level-select";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { QueryFailure } from "@/components/ui/error-state";
import { Switch } from "@/components/ui/form/checkbox";
import { SearchInput } from "@/components/ui/form/search-input";
import { EmptyState } from "@/components/ui/notices";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EndSentinel } from "@/components/ui/table/data-table";
import { levels } from "@/lib/api/choices";
import { notificationPagesQuery } from "@/lib/client/activity";
import { groupAlike } from "./group-alike";
import { NotificationRow, useMarkRead } from "./notification-row";
import { texts } from "./texts";

const filters = {
  q: parseAsString.withDefault(""),
  level: parseAsStringLiteral(levels),
  unread: parseAsBoolean.withDefault(false),
};

/** The page "Notifications": what somebody should know of, behind the bell. */
export function NotificationList() {
  const [{ q, level, unread: onlyUnread }, setFilters] = useQueryStates(filters);
  const query = useInfiniteQuery(
    notificationPagesQuery({
      ...(q ? { q } : {}),
      ...(level ? { level } : {}),
      ...(onlyUnread ? { unread: true } : {}),
    }),
  );
  const items = query.data?.pages.flatMap((page) => page.items);
  const unread = query.data?.pages[0]?.unread ?? 0;
  const isNew = useNewest(items, `${q}/${level}/${onlyUnread}`);
  const marking = useMarkRead();
  const filtered = q !== "" || level !== null || onlyUnread;

  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <SearchInput label={texts.search} value={q} onChange={(next) => void setFilters({ q: next })} />
        <LevelSelect value={level} onChange={(next) => void setFilters({ level: next })} />
        <Switch
          label={texts.unreadOnly}
          checked={onlyUnread}
          onChange={({ target }) => void setFilters({ unread: target.checked || null })}
        />
        <Button
          className="sm:ml-auto"
          icon={<CheckCheck aria-hidden />}
          disabled={unread === 0}
          onClick={() => marking.mutate("all")}
        >
          {unread > 0 ? texts.markAllRead({ count: unread }) : texts.allRead}
        </Button>
      </div>
      <Card flush>
        {!items ? (
          query.isError ? (
            <QueryFailure what={texts.what} query={query} />
          ) : (
            <SkeletonRows rows={6} label={texts.loading} />
          )
        ) : items.length === 0 ? (
          filtered ? (
            <EmptyState
              icon={<SearchX aria-hidden />}
              title={onlyUnread && !q && !level ? texts.noneUnread : texts.noMatch}
              actions={<Button onClick={() => void setFilters(null)}>{texts.clearFilters}</Button>}
            />
          ) : (
            <EmptyState icon={<BellOff aria-hidden />} title={texts.none} description={texts.noneHelp} />
          )
        ) : (
          <ol aria-label={texts.notifications} className="divide-y divide-line">
            {groupAlike(items).map((group) => (
              <NotificationRow
                key={group.newest.id}
                group={group}
                isNew={isNew(group.newest.id)}
                onRead={(ids) => marking.mutate(ids)}
              />
            ))}
          </ol>
        )}
      </Card>
      <EndSentinel
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        label={texts.showOlder}
        onReached={() => void query.fetchNextPage()}
      />
    </>
  );
}
