"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { useMemo } from "react";
import { groupAlike, hostOf, type NotificationGroup } from "@/components/notification/group-alike";
import { texts as listTexts } from "@/components/notification/texts";
import { Button, buttonStyles } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { Popover } from "@/components/ui/overlay/popover";
import type { NotificationView } from "@/lib/api/event";
import { markRead, type Notifications, notificationsQuery } from "@/lib/client/activity";
import { actionTexts as texts } from "./action-texts";
import { NotificationLine, type ShellNotification, unreadLabel } from "./notification-line";

export interface NotificationBellProps {
  /** Newest first. */
  notifications: readonly ShellNotification[];
  /** The total, not only of those listed. */
  unread: number;
  /** Marks these as read; all of them without ids. */
  onMarkRead: (ids?: readonly string[]) => void;
}

/** The bell with its count, and the latest notifications. */
export function NotificationBell({ notifications, unread, onMarkRead }: NotificationBellProps) {
  const label = unreadLabel(unread);
  return (
    <Popover
      label={texts.notifications}
      className="w-96! p-0!"
      trigger={
        <button
          type="button"
          aria-label={label ? texts.notificationsUnread({ count: label }) : texts.notifications}
          title={texts.notifications}
          className={cn(buttonStyles({ variant: "ghost", size: "icon" }), "relative")}
        >
          <Bell aria-hidden />
          {label ? (
            <span
              aria-hidden
              className={cn(
                "absolute -top-0.5 left-1/2 min-w-4 rounded-full bg-danger px-1 text-center",
                "font-semibold text-[0.625rem] text-on-accent leading-4 ring-2 ring-canvas",
              )}
            >
              {label}
            </span>
          ) : null}
        </button>
      }
    >
      {(close) => (
        <>
          <div
            className={cn(
              "sticky top-0 flex items-center justify-between border-line border-b bg-raised",
              "py-2 pr-2 pl-4",
            )}
          >
            <h2 className="font-semibold text-base">{texts.notifications}</h2>
            <Button variant="ghost" size="sm" disabled={unread === 0} onClick={() => onMarkRead()}>
              {texts.markAllRead}
            </Button>
          </div>
          {notifications.length === 0 ? (
            <p className="px-4 py-10 text-center text-muted text-sm">{texts.noNotifications}</p>
          ) : (
            <ul className="divide-y divide-line">
              {notifications.map((notification) => (
                <NotificationLine
                  key={notification.id}
                  notification={notification}
                  onOpen={() => {
                    if (!notification.read) onMarkRead(notification.ids);
                    if (notification.href) close();
                  }}
                />
              ))}
            </ul>
          )}
          <PageLink
            href="/notifications"
            onClick={close}
            className="sticky bottom-0 block border-line border-t bg-raised px-4 py-2.5 text-center font-medium text-accent-ink text-sm -outline-offset-2 hover:bg-hover"
          >
            {texts.allNotifications}
          </PageLink>
        </>
      )}
    </Popover>
  );
}

const nothing: readonly NotificationView[] = [];

/** The bell's content, and marking as read, which shows at once and is corrected by the server's answer. */
export function useBell() {
  const client = useQueryClient();
  const { queryKey } = notificationsQuery();
  const { data } = useQuery(notificationsQuery());
  const items = data?.items ?? nothing;
  const notifications = useMemo(() => groupAlike(items).map(toShell), [items]);
  const marking = useMutation({
    mutationFn: (ids: readonly string[] | undefined) => markRead(ids ?? "all"),
    onMutate: (ids) =>
      client.setQueryData<Notifications>(queryKey, (before) => before && withRead(before, ids)),
    onSettled: () => client.invalidateQueries({ queryKey: ["notifications"] }),
  });
  return { notifications, unread: data?.unread ?? 0, onMarkRead: marking.mutate };
}

function toShell({ newest, items, stem }: NotificationGroup): ShellNotification {
  const { id, level, title, body, at, link, readAt } = newest;
  const shared = { id, ids: items.map((each) => each.id), level, at, read: readAt !== null };
  if (items.length === 1) return { ...shared, title, body, href: link ?? undefined };
  return {
    ...shared,
    title: listTexts.ofHosts({ title: stem, count: items.length }),
    body: items.map(hostOf).join(", "),
    href: "/notifications",
  };
}

function withRead(before: Notifications, ids: readonly string[] | undefined): Notifications {
  const readAt = new Date().toISOString();
  const items = before.items.map((item) =>
    item.readAt === null && (!ids || ids.includes(item.id)) ? { ...item, readAt } : item,
  );
  const unread = ids ? Math.max(0, before.unread - ids.length) : 0;
  return { ...before, items, unread };
}
