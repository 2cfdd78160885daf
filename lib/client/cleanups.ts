import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type CleanupTaskView, pendingCleanupStates } from "@/lib/api/cleanup-task";
import type { Page } from "@/lib/api/page";
import { queryKey } from "./list-query";
import { queryString, request } from "./request";

const kind = "secured-host";
/** The largest page of the API: when you confirm, you see everything that you confirm. */
const wholePage = 500;

export type CleanupState = CleanupTaskView["state"];

const pathOf = (
  states: readonly CleanupState[],
  more: { q?: string; limit: number; cursor?: string | null },
) => `/cleanup-tasks${queryString({ kind, state: states.join(","), ...more })}`;

/** Cleanups of hosts in these states, newest first. */
export function cleanupsQuery(states: readonly CleanupState[], q = "") {
  return infiniteQueryOptions({
    queryKey: queryKey("cleanups", undefined, undefined, { states, q, pages: true }),
    queryFn: ({ pageParam }) =>
      request<Page<CleanupTaskView>>(
        "GET",
        pathOf(states, { limit: 50, cursor: pageParam, ...(q ? { q } : {}) }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** As many of them as one answer can contain. */
export function someCleanupsQuery(states: readonly CleanupState[] = pendingCleanupStates) {
  return queryOptions({
    queryKey: queryKey("cleanups", undefined, undefined, { states }),
    queryFn: () => request<Page<CleanupTaskView>>("GET", pathOf(states, { limit: wholePage })),
  });
}

/** Undo: everything stays until the host is wanted again or you confirm its removal. */
export function keepCleanup(id: string): Promise<{ id: string }> {
  return request("POST", `/cleanup-tasks/${id}/keep`);
}

export function confirmCleanups(ids: readonly string[]): Promise<{ ids: string[] }> {
  return request("POST", "/cleanup-tasks/confirm", { ids });
}

export function retryCleanup(id: string): Promise<{ id: string }> {
  return request("POST", `/cleanup-tasks/${id}/retry`);
}
