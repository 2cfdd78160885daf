import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { IdentityView } from "@/lib/api/access";
import type { ListedCertificate } from "@/lib/api/certificate";
import type { SortColumn } from "@/lib/api/choices";
import type { EventView, NotificationView } from "@/lib/api/event";
import type { Page } from "@/lib/api/page";
import type { Status } from "@/lib/api/stream";
import { type ListOrder, listQuery, queryKey } from "./list-query";
import { queryString, request } from "./request";

export interface ActivityFilter extends ListOrder<SortColumn<"Event">> {
  virtualCluster?: string;
  gateway?: string;
  /** With `name`: of this object only. */
  kind?: string;
  name?: string;
  q?: string;
  level?: string;
}

export interface CertificateFilter extends ListOrder<SortColumn<"Certificate">> {
  virtualCluster?: string;
  q?: string;
  endsAfterDays?: number;
  endsWithinDays?: number;
}

export function certificatesQuery(filter: CertificateFilter = {}) {
  const key = queryKey("certificates", undefined, undefined, filter);
  return listQuery<ListedCertificate>(key, "/certificates", { ...filter });
}

/** Past events, newest first by default; new ones arrive through the stream. */
export function eventsQuery(filter: ActivityFilter = {}) {
  const topic = isNewestFirst(filter) ? "events" : "sorted-events";
  return infiniteQueryOptions({
    queryKey: queryKey(topic, filter.virtualCluster, filter.gateway, filter),
    queryFn: ({ pageParam }) =>
      request<Page<EventView>>("GET", `/events${queryString({ ...filter, cursor: pageParam, limit: 50 })}`),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function isNewestFirst({ sort = "at", order = "desc" }: ActivityFilter): boolean {
  return sort === "at" && order === "desc";
}

export interface Notifications extends Page<NotificationView> {
  unread: number;
}

export function notificationsQuery(filter: { level?: string; unread?: boolean } = {}) {
  return queryOptions({
    queryKey: queryKey("notifications", undefined, undefined, filter),
    queryFn: () => request<Notifications>("GET", `/notifications${queryString({ ...filter, limit: 50 })}`),
  });
}

/** All of them, page by page; `notificationsQuery` is the bell's short list. */
export function notificationPagesQuery(filter: { level?: string; unread?: boolean; q?: string } = {}) {
  return infiniteQueryOptions({
    queryKey: queryKey("notifications", undefined, undefined, { ...filter, pages: true }),
    queryFn: ({ pageParam }) =>
      request<Notifications>(
        "GET",
        `/notifications${queryString({ ...filter, cursor: pageParam, limit: 50 })}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Marks these, or all, as read. */
export function markRead(ids: readonly string[] | "all"): Promise<void> {
  return request("POST", "/notifications/read", { ids });
}

export function statusQuery() {
  return queryOptions({ queryKey: queryKey("status"), queryFn: () => request<Status>("GET", "/status") });
}

/** Who is signed in. */
export function sessionQuery() {
  return queryOptions({
    queryKey: queryKey("session"),
    queryFn: () => request<IdentityView>("GET", "/session"),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
