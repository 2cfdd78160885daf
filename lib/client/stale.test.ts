import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queryKey } from "./list-query";
import { gatherStale } from "./stale";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page with a query; `asked` has the start of each request; requests take 200 ms. */
async function watch(client: QueryClient, ...key: Parameters<typeof queryKey>) {
  const asked = vi.fn(() => Date.now());
  const observer = new QueryObserver(client, {
    queryKey: queryKey(...key),
    queryFn: async () => {
      const at = asked();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return at;
    },
    staleTime: 300_000,
  });
  observer.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(250);
  asked.mockClear();
  return asked;
}

test("a burst of changes makes few requests, and the last change is requested after it", async () => {
  const client = new QueryClient();
  const asked = await watch(client, "gateways");
  const stale = gatherStale(client);
  let lastChangeAt = 0;
  for (let change = 0; change < 47; change += 1) {
    lastChangeAt = Date.now();
    stale.mark("gateways", "vamp-demo", `gw-${change}`);
    await vi.advanceTimersByTimeAsync(20);
  }
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.mock.calls.length).toBeLessThanOrEqual(6);
  expect(asked.mock.results.at(-1)?.value).toBeGreaterThanOrEqual(lastChangeAt);
});

test("only what the change is about is requested again", async () => {
  const client = new QueryClient();
  const ours = await watch(client, "gateways", "vamp-demo", "gw-1");
  const sibling = await watch(client, "gateways", "vamp-demo", "gw-2");
  const elsewhere = await watch(client, "gateways", "other");
  const list = await watch(client, "gateways", "vamp-demo");
  const topic = await watch(client, "services", "vamp-demo");
  gatherStale(client).mark("gateways", "vamp-demo", "gw-1");
  await vi.advanceTimersByTimeAsync(500);
  expect([ours, list, sibling, elsewhere, topic].map((asked) => asked.mock.calls.length)).toEqual([
    1, 1, 0, 0, 0,
  ]);
});
