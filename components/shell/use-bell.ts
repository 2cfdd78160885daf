"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { NotificationView } from "@/lib/api/event";
import { markRead, type Notifications, notificationsQuery } from "@/lib/client/activity";
import type { ShellNotification } from "./notification";

const nothing: readonly NotificationView[] = [];

/** What the bell shows, and marking as read; that shows at once, and the server's answer sets it right. */
export function useBell() {
  const client = useQueryClient();
  const { queryKey } = notificationsQuery();
  const { data } = useQuery(notificationsQuery());
  const items = data?.items ?? nothing;
  const notifications = useMemo(() => items.map(toShell), [items]);
  const marking = useMutation({
    mutationFn: (ids: readonly string[] | undefined) => markRead(ids ?? "all"),
    onMutate: (ids) =>
      client.setQueryData<Notifications>(queryKey, (before) => before && withRead(before, ids)),
    onSettled: () => client.invalidateQueries({ queryKey: ["notifications"] }),
  });
  return { notifications, unread: data?.unread ?? 0, onMarkRead: marking.mutate };
}

function toShell({ id, level, title, body, at, link, readAt }: NotificationView): ShellNotification {
  return { id, level, title, body, at, href: link ?? undefined, read: readAt !== null };
}

function withRead(before: Notifications, ids: readonly string[] | undefined): Notifications {
  const readAt = new Date().toISOString();
  const items = before.items.map((item) =>
    item.readAt === null && (!ids || ids.includes(item.id)) ? { ...item, readAt } : item,
  );
  const unread = ids ? Math.max(0, before.unread - ids.length) : 0;
  return { ...before, items, unread };
}
