import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import type { EventView } from "@/lib/api/event";
import { eventsQuery } from "./activity";
import { belongs, putEvent } from "./live";

const event = (id: string, rest: Partial<EventView> = {}): EventView => ({
  id,
  at: "2026-08-03T12:00:00Z",
  level: "info",
  type: "zone.done",
  message: "democluster.net stands",
  remedy: null,
  virtualCluster: "vamp-demo",
  gateway: "gw-1",
  host: "shop.democluster.net",
  ...rest,
});

test("a new event goes on top of every list that shows it, once, and of no other", () => {
  const client = new QueryClient();
  const all = eventsQuery().queryKey;
  const errors = eventsQuery({ level: "error" }).queryKey;
  const page = { items: [event("1")], nextCursor: null, total: 1 };
  for (const key of [all, errors]) client.setQueryData(key, { pages: [page], pageParams: [null] });
  putEvent(client, event("2"));
  putEvent(client, event("2"));
  expect(client.getQueryData(all)?.pages[0]?.items.map(({ id }) => id)).toEqual(["2", "1"]);
  expect(client.getQueryData(errors)?.pages[0]?.items.map(({ id }) => id)).toEqual(["1"]);
});

test("a list of one object's events gets its own, and none of another kind's object with its name", () => {
  expect(belongs(event("1"), { kind: "Gateway", name: "gw-1" })).toBe(true);
  expect(belongs(event("1"), { kind: "Gateway", name: "gw-2" })).toBe(false);
  expect(belongs(event("1"), { kind: "Service", name: "gw-1" })).toBe(false);
});

test("a list with another sorting gets nothing on top", () => {
  const client = new QueryClient();
  const byLevel = eventsQuery({ sort: "level", order: "asc" }).queryKey;
  const oldestFirst = eventsQuery({ sort: "at", order: "asc" }).queryKey;
  const newestFirst = eventsQuery({ sort: "at", order: "desc" }).queryKey;
  const page = { items: [event("1")], nextCursor: null, total: 1 };
  for (const key of [byLevel, oldestFirst, newestFirst])
    client.setQueryData(key, { pages: [page], pageParams: [null] });
  putEvent(client, event("2"));
  const counts = [byLevel, oldestFirst, newestFirst].map(
    (key) => client.getQueryData(key)?.pages[0]?.items.length,
  );
  expect(counts).toEqual([1, 1, 2]);
});

test("a filter works like the server's", () => {
  expect(belongs(event("1"), { virtualCluster: "other" })).toBe(false);
  expect(belongs(event("1"), { virtualCluster: "vamp-demo", gateway: "gw-2" })).toBe(false);
  expect(belongs(event("1"), { level: "info", q: " SHOP.demo " })).toBe(true);
  expect(belongs(event("1"), { q: "zone.done" })).toBe(false);
  expect(belongs(event("1", { host: null }), { q: "shop" })).toBe(false);
});
