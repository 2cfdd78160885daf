"use client";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/overlay/toast";
import { markRead, type Notifications } from "@/lib/client/activity";

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
    onError: (error) =>
      showToast({ tone: "error", title: "It could not be marked as read", description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: ["notifications"] }),
  });
}
