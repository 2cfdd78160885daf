"use client";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { MailOpen } from "lucide-react";
import { levelLooks } from "@/components/event/event-line";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PageLink, TextLink } from "@/components/ui/link";
import { showToast } from "@/components/ui/overlay/toast";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { markRead, type Notifications } from "@/lib/client/activity";
import { hostOf, type NotificationGroup } from "./group-alike";
import { texts } from "./texts";

export interface NotificationRowProps {
  group: NotificationGroup;
  isNew: boolean;
  /** Marks those of these ids. */
  onRead: (ids: readonly string[]) => void;
}

/** One notification, or several that say the same of different hosts, as a list item: unread ones in bold, with a button that marks them. */
export function NotificationRow({ group, isNew, onRead }: NotificationRowProps) {
  const { newest, items, stem } = group;
  const { level, body, at, readAt } = newest;
  const isOne = items.length === 1;
  const title = isOne ? newest.title : texts.ofHosts({ title: stem, count: items.length });
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
          <p className="text-pretty break-words text-muted">{body}</p>
        ) : (
          <ul className="flex flex-wrap gap-x-3 text-muted">
            {items.map((item) => (
              <li key={item.id} className="break-all">
                {item.link ? <TextLink href={item.link}>{hostOf(item)}</TextLink> : hostOf(item)}
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

/** Marks notifications as read: at once on the page, and the server's answer sets it right. */
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
