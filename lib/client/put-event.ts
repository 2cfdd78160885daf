import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { EventView } from "@/lib/api/event";
import type { Page } from "@/lib/api/page";
import type { ActivityFilter } from "./activity";

/** Puts a new event on top of every list of events that it belongs to, instead of asking for the list again. */
export function putEvent(client: QueryClient, event: EventView): void {
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ["events"] })) {
    if (!belongs(event, (queryKey[3] ?? {}) as ActivityFilter)) continue;
    client.setQueryData<InfiniteData<Page<EventView>>>(queryKey, (data) => data && onTop(data, event));
  }
}

/** Whether a list with this filter shows the event. A search looks where the server looks: in message and host. */
export function belongs(event: EventView, filter: ActivityFilter): boolean {
  const { virtualCluster, gateway, level, q } = filter;
  if (virtualCluster && virtualCluster !== event.virtualCluster) return false;
  if (gateway && gateway !== event.gateway) return false;
  if (level && level !== event.level) return false;
  if (!q) return true;
  const wanted = q.trim().toLowerCase();
  return [event.message, event.host ?? ""].some((text) => text.toLowerCase().includes(wanted));
}

function onTop(data: InfiniteData<Page<EventView>>, event: EventView): InfiniteData<Page<EventView>> {
  const [first, ...rest] = data.pages;
  if (!first || first.items.some(({ id }) => id === event.id)) return data;
  return { ...data, pages: [{ ...first, items: [event, ...first.items], total: first.total + 1 }, ...rest] };
}
