import { QueryClient } from "@tanstack/react-query";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import type { Page } from "@/lib/api/page";
import { limitOfPage, type listQuery, type PageParam, queryKey } from "./list-query";
import { listRefresher } from "./list-refresher";
import { gatherStale, showList } from "./stale";

interface Row {
  id: number;
  version: number;
}

/** A server with rows sorted by id, whose cursor is the last row's id, and a client that has loaded all of them. */
async function loadedList(ids: readonly number[]) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const server = { rows: ids.map((id): Row => ({ id, version: 0 })), asked: [] as (string | null)[] };
  const loadPage = async ({ cursor, limit }: PageParam): Promise<Page<Row>> => {
    server.asked.push(cursor);
    const after = server.rows.filter(({ id }) => cursor === null || id > Number(cursor));
    const items = after.slice(0, limit);
    const nextCursor = after.length > limit ? String(items.at(-1)?.id) : null;
    return { items, nextCursor, total: server.rows.length };
  };
  const list = {
    queryKey: queryKey("services", undefined, undefined, {}),
    queryFn: ({ pageParam }: { pageParam: PageParam }) => loadPage(pageParam),
    initialPageParam: { cursor: null, limit: 100 } as PageParam,
    getNextPageParam: ({ nextCursor }: Page<Row>, pages: unknown[]): PageParam | null =>
      nextCursor === null ? null : { cursor: nextCursor, limit: limitOfPage(pages.length) },
    loadPage,
  } as unknown as ReturnType<typeof listQuery<Row>>;
  await client.fetchInfiniteQuery({ ...list, pages: 1000 } as never);
  server.asked.length = 0;
  const rows = () =>
    client.getQueryData<{ pages: Page<Row>[] }>(list.queryKey)?.pages.flatMap(({ items }) => items) ?? [];
  return { client, server, list, rows, refresher: listRefresher(client, list) };
}

afterEach(() => void vi.useRealTimers());

const upTo = (count: number) => Array.from({ length: count }, (_, id) => id * 10);

test("after a change, a list of 10,000 rows loads the visible ones with one or two requests", async () => {
  const { server, rows, refresher } = await loadedList(upTo(10_000));
  expect(rows()).toHaveLength(10_000);
  await refresher.show({ first: 5000, last: 5100 });
  server.rows = server.rows.map((row) => ({ ...row, version: 1 }));
  await refresher.refresh();
  expect(server.asked.length).toBeLessThanOrEqual(2);
  expect(rows().slice(5000, 5101)).toEqual(server.rows.slice(5000, 5101));
  expect(rows()).toHaveLength(10_000);
});

test("rows that became stale out of sight are loaded when they become visible, once", async () => {
  const { server, rows, refresher } = await loadedList(upTo(10_000));
  server.rows = server.rows.map((row) => ({ ...row, version: 1 }));
  await refresher.refresh();
  expect(rows()[9000]?.version).toBe(0);
  server.asked.length = 0;
  await refresher.show({ first: 9000, last: 9050 });
  expect(rows()[9000]?.version).toBe(1);
  await refresher.show({ first: 9001, last: 9051 });
  expect(server.asked).toHaveLength(1);
});

test("whatever changes, the visible rows match the server, and no row appears twice", async () => {
  const change = fc.record({ at: fc.nat(7000), kind: fc.constantFrom("add", "remove", "edit") });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 8 }),
      fc.nat(690),
      async (changes, first) => {
        const { server, rows, refresher } = await loadedList(upTo(700));
        const before = rows();
        await refresher.show({ first, last: first + 20 });
        for (const { at, kind } of changes) {
          const id = Math.floor(at / 10) * 10;
          if (kind === "edit")
            server.rows = server.rows.map((row) => (row.id === id ? { id, version: 1 } : row));
          else server.rows = server.rows.filter((row) => row.id !== (kind === "add" ? at : id));
          if (kind === "add")
            server.rows = [...server.rows, { id: at, version: 1 }].sort((a, b) => a.id - b.id);
        }
        await refresher.refresh();
        const ids = rows().map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
        const [from, to] = [before[first]?.id ?? 0, before[Math.min(first + 20, 699)]?.id ?? 0];
        const loaded = rows().filter(({ id }) => id >= from && id <= to);
        const there = server.rows.filter(({ id }) => id >= from && id <= to);
        // Very many new rows may push the last ones to a page that loads next.
        expect(loaded).toEqual(there.slice(0, loaded.length));
        expect(there.length - loaded.length).toBeLessThanOrEqual(changes.length);
      },
    ),
    { numRuns: 60 },
  );
});

test("a change in the cluster reaches visible lists through their refresher, and all others as before", async () => {
  const { client, server, list, refresher } = await loadedList(upTo(1000));
  const hide = showList(list.queryKey, refresher.refresh);
  const stale = gatherStale(client);
  vi.useFakeTimers();
  stale.mark("services", "vamp-demo", "shop");
  await vi.advanceTimersByTimeAsync(100);
  expect(server.asked).toEqual([null]);
  expect(client.getQueryState(list.queryKey)?.isInvalidated).toBe(false);
  hide();
  stale.mark("services", "vamp-demo", "shop");
  await vi.advanceTimersByTimeAsync(100);
  expect(client.getQueryState(list.queryKey)?.isInvalidated).toBe(true);
});

test("a page that fails to load changes nothing, and is requested again", async () => {
  const { server, rows, list, client } = await loadedList(upTo(1000));
  let isDown = true;
  const loadPage: typeof list.loadPage = (param) =>
    isDown ? Promise.reject(new Error("down")) : list.loadPage(param);
  const refresher = listRefresher(client, { ...list, loadPage });
  server.rows = server.rows.map((row) => ({ ...row, version: 1 }));
  await refresher.refresh();
  expect(rows()[0]?.version).toBe(0);
  isDown = false;
  await refresher.show({ first: 0, last: 20 });
  expect(rows()[0]?.version).toBe(1);
});
