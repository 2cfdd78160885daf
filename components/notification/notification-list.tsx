"use client";
import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { BellOff, CheckCheck, MailOpen, SearchX } from "lucide-react";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { levelLooks, useNewest } from "@/components/event/event-line";
import { LevelSelect } from "@/components/event/level-select";
import { Readable, useReadable } from "@/components/gateway/host-name";
import { Button, IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Switch } from "@/components/ui/form/checkbox";
import { FilterFold, searchBesideFold } from "@/components/ui/form/filter-fold";
import { SearchInput } from "@/components/ui/form/search-input";
import { PageLink, TextLink } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";
import { showToast } from "@/components/ui/overlay/toast";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EndSentinel } from "@/components/ui/table/data-table";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { levels } from "@/lib/api/choices";
import { markRead, type Notifications, notificationPagesQuery } from "@/lib/client/activity";
import { groupAlike, hostOf, type NotificationGroup } from "./group-alike";
import { texts } from "./texts";

const filters = {
  q: parseAsString.withDefault(""),
  level: parseAsStringLiteral(levels),
  unread: parseAsBoolean.withDefault(false),
};

/** The page "Notifications": events that you should know about, also shown by the bell. */
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
        <SearchInput
          label={texts.search}
          value={q}
          onChange={(next) => void setFilters({ q: next })}
          className={searchBesideFold}
        />
        <FilterFold count={[level !== null, onlyUnread].filter(Boolean).length}>
          <LevelSelect value={level} onChange={(next) => void setFilters({ level: next })} />
          <Switch
            label={texts.unreadOnly}
            checked={onlyUnread}
            onChange={({ target }) => void setFilters({ unread: target.checked || null })}
          />
        </FilterFold>
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

export interface NotificationRowProps {
  group: NotificationGroup;
  isNew: boolean;
  /** Marks those with these ids. */
  onRead: (ids: readonly string[]) => void;
}

/**
 * One notification, or several that say the same about different hosts, as a list item: unread ones in bold, with a
 * button that marks them.
 */
export function NotificationRow({ group, isNew, onRead }: NotificationRowProps) {
  const { newest, items, stem } = group;
  const { level, body, at, readAt } = newest;
  const isOne = items.length === 1;
  const readable = useReadable(newest.title);
  const title = isOne ? readable : texts.ofHosts({ title: stem, count: items.length });
  const link = isOne ? newest.link : null;
  const read = () => onRead(items.map(({ id }) => id));
  const { icon: Icon, looks, word } = levelLooks[level];
  const unread = readAt === null;
  const titleLooks = cn("break-words", unread ? "font-medium text-ink" : "text-muted");
  return (
    <li
      className={cn(
        "grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3 px-4 py-3 text-sm sm:grid-cols-[auto_minmax(0,1fr)_auto_auto]",
        isNew && "animate-pop-in",
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", looks)} />
      <div className="min-w-0">
        <p>
          <span className="sr-only">{(unread ? texts.levelOfUnread : texts.levelOf)({ level: word })} </span>
          {link ? (
            <PageLink
              href={link}
              onClick={() => unread && read()}
              className={cn(titleLooks, "rounded-sm underline-offset-3 hover:underline")}
            >
              {title}
            </PageLink>
          ) : (
            <span className={titleLooks}>{title}</span>
          )}
        </p>
        {isOne ? (
          <p className="text-pretty break-words text-muted">
            <Readable text={body} />
          </p>
        ) : (
          <ul className="flex flex-wrap gap-x-3 text-muted">
            {items.map((item) => (
              <li key={item.id} className="break-all">
                {item.link ? (
                  <TextLink href={item.link}>
                    <Readable text={hostOf(item)} />
                  </TextLink>
                ) : (
                  <Readable text={hostOf(item)} />
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      <RelativeTime at={at} className="text-subtle text-xs leading-5 max-sm:col-start-2 max-sm:row-start-2" />
      <span className="-my-0.5 -mr-1.5 size-7 shrink-0">
        {unread ? (
          <IconButton size="sm" label={texts.markRead({ title })} onClick={read}>
            <MailOpen aria-hidden />
          </IconButton>
        ) : null}
      </span>
    </li>
  );
}

/** Marks notifications as read: at once on the page, and corrected by the server's answer. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[] | "all") => markRead(ids),
    onMutate: (ids) => {
      const readAt = new Date().toISOString();
      const read = (page: Notifications): Notifications => ({
        ...page,
        unread: ids === "all" ? 0 : Math.max(0, page.unread - ids.length),
        items: page.items.map((item) =>
          item.readAt === null && (ids === "all" || ids.includes(item.id)) ? { ...item, readAt } : item,
        ),
      });
      client.setQueriesData<Notifications | InfiniteData<Notifications>>(
        { queryKey: ["notifications"] },
        (data) => data && ("pages" in data ? { ...data, pages: data.pages.map(read) } : read(data)),
      );
    },
    onError: (error) => showToast({ tone: "error", title: texts.cannotMark, description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: ["notifications"] }),
  });
}
