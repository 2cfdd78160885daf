import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { EventView } from "@/lib/api/event";
import type { GatewayView, SecuredHostView } from "@/lib/api/gateway";
import type { Page } from "@/lib/api/page";
import type { StreamMessage, StreamMessageType } from "@/lib/api/stream";
import type { ActivityFilter } from "./activity";
import { queryKey } from "./list-query";
import { gatherStale, type Stale } from "./stale";

export type LiveState = "connecting" | "live" | "reconnecting";

export interface Live {
  state(): LiveState;
  subscribe(listener: () => void): () => void;
  /** Receives every message, e.g. to show a toast. */
  onMessage(listener: (message: StreamMessage) => void): () => void;
  close(): void;
}

/** No object has this name, so only lists are affected. */
const listsOnly = "";

/** `EventSource.CLOSED`. */
const closed = 2;
const reopenInMs = 5_000;

const types: StreamMessageType[] = ["hello", "changed", "walk", "event", "notification"];

/**
 * Keeps TanStack Query's cache up to date with the server through one EventSource; nothing polls while it is open.
 * After a gap everything is stale, because messages may be missing.
 */
export function goLive(client: QueryClient): Live {
  const changed = new Set<() => void>();
  const messages = new Set<(message: StreamMessage) => void>();
  const stale = gatherStale(client);
  const walkStates = new Map<string, SecuredHostView["state"]>();
  let current: LiveState = "connecting";
  let wasOpen = false;
  let source: EventSource;
  let opening: ReturnType<typeof setTimeout> | undefined;

  const enter = (next: LiveState) => {
    if (next === current) return;
    current = next;
    for (const listener of changed) listener();
  };
  function open() {
    source = new EventSource("/api/v1/events");
    source.onopen = () => {
      if (wasOpen) void client.invalidateQueries();
      wasOpen = true;
      enter("live");
    };
    source.onerror = () => {
      enter(wasOpen ? "reconnecting" : "connecting");
      // The browser reconnects by itself, but not after a rejection, such as without a session.
      if (source.readyState === closed) opening = setTimeout(open, reopenInMs);
    };
    for (const type of types) {
      source.addEventListener(type, (event) => {
        const message = { type, ...JSON.parse(event.data) } as StreamMessage;
        apply(client, message, stale, walkStates);
        for (const listener of messages) listener(message);
      });
    }
  }
  open();
  return {
    state: () => current,
    subscribe: (listener) => add(changed, listener),
    onMessage: (listener) => add(messages, listener),
    close: () => {
      clearTimeout(opening);
      source.close();
    },
  };
}

function apply(
  client: QueryClient,
  message: StreamMessage,
  stale: Stale,
  walkStates: Map<string, SecuredHostView["state"]>,
): void {
  switch (message.type) {
    case "changed":
      if (message.topic === "access") {
        stale.mark("session", null, null);
        stale.mark("people", null, null);
      } else stale.mark(message.topic, message.virtualCluster, message.name);
      return;
    case "walk": {
      const { virtualCluster, gateway, securedHost } = message;
      putSecuredHost(client, virtualCluster, gateway, securedHost);
      const key = `${virtualCluster}/${gateway}:${securedHost.port}=${securedHost.host}`;
      // Lists count, filter and sort by states of Secured Hosts, so steps that keep the state don't affect them.
      if (walkStates.get(key) !== securedHost.state) {
        stale.mark("virtual-clusters", virtualCluster, null);
        stale.mark("gateways", virtualCluster, listsOnly);
      }
      walkStates.set(key, securedHost.state);
      return;
    }
    case "event":
      putEvent(client, message.event);
      stale.mark("sorted-events", message.event.virtualCluster, null);
      return;
    case "notification":
      stale.mark("notifications", null, null);
      return;
    case "hello":
    case "leaving":
      return;
  }
}

function putSecuredHost(
  client: QueryClient,
  virtualCluster: string,
  name: string,
  host: SecuredHostView,
): void {
  const withHost = (gateway: GatewayView): GatewayView =>
    gateway.name === name && gateway.virtualCluster === virtualCluster
      ? { ...gateway, securedHosts: replaced(gateway.securedHosts, host) }
      : gateway;
  client.setQueryData<GatewayView>(
    queryKey("gateways", virtualCluster, name),
    (gateway) => gateway && withHost(gateway),
  );
  client.setQueriesData<InfiniteData<Page<GatewayView>>>(
    { queryKey: ["gateways"], predicate: ({ queryKey: [, , ofName] }) => ofName === null },
    // Other answers about many gateways have no pages.
    (data) =>
      data?.pages
        ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(withHost) })) }
        : data,
  );
}

function replaced(hosts: readonly SecuredHostView[], next: SecuredHostView): SecuredHostView[] {
  const isSame = (host: SecuredHostView) => host.host === next.host && host.port === next.port;
  return hosts.some(isSame) ? hosts.map((host) => (isSame(host) ? next : host)) : [...hosts, next];
}

function add<Item>(set: Set<Item>, item: Item): () => void {
  set.add(item);
  return () => set.delete(item);
}

/** Adds a new event on top of every list of events that it belongs to, instead of reloading the list. */
export function putEvent(client: QueryClient, event: EventView): void {
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ["events"] })) {
    if (!belongs(event, (queryKey[3] ?? {}) as ActivityFilter)) continue;
    client.setQueryData<InfiniteData<Page<EventView>>>(queryKey, (data) => data && onTop(data, event));
  }
}

/** Whether a list with this filter shows the event. A search covers what the server's does: message and host. */
export function belongs(event: EventView, filter: ActivityFilter): boolean {
  const { virtualCluster, gateway, kind, name, level, q } = filter;
  if (virtualCluster && virtualCluster !== event.virtualCluster) return false;
  if (gateway && gateway !== event.gateway) return false;
  // Events are about gateways; see the server's list.
  if (kind && (kind !== "Gateway" || name !== event.gateway)) return false;
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
