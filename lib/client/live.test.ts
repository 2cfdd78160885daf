import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queryKey } from "./list-query";
import { goLive, type LiveState } from "./live";

/** The browser's EventSource, with the test as its server. */
class FakeSource extends EventTarget {
  onopen = () => {};
  onerror = () => {};
  close = vi.fn();
  readyState = 1;
  constructor() {
    super();
    source = this;
  }
  say(type: string, data: object) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}
let source: FakeSource;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Pages with a list and an object; each requests once, when opened. */
async function openPages(client: QueryClient) {
  const asked = { list: vi.fn(async () => 1), object: vi.fn(async () => 1) };
  for (const [key, queryFn] of [
    [queryKey("gateways"), asked.list],
    [queryKey("services", "vamp-demo", "shop"), asked.object],
  ] as const)
    new QueryObserver(client, { queryKey: key, queryFn, staleTime: 300_000 }).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(10);
  const countOf = () => [asked.list.mock.calls.length, asked.object.mock.calls.length];
  expect(countOf()).toEqual([1, 1]);
  return countOf;
}

test("a stream that the server rejected, as without a session, is opened again", async () => {
  const live = goLive(new QueryClient());
  const refused = source;
  refused.readyState = 2;
  refused.onerror();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(source).not.toBe(refused);
  source.onopen();
  expect(live.state()).toBe("live");
  live.close();
  expect(source.close).toHaveBeenCalled();
});

test("after a gap in the stream, everything on the page is requested again, because messages may be missing", async () => {
  const client = new QueryClient();
  const countOf = await openPages(client);
  const live = goLive(client);
  const states: LiveState[] = [];
  live.subscribe(() => states.push(live.state()));
  source.onopen();
  await vi.advanceTimersByTimeAsync(100);
  expect(countOf(), "the stream opens for the first time").toEqual([1, 1]);
  source.onerror();
  await vi.advanceTimersByTimeAsync(100);
  expect(countOf(), "the stream is away").toEqual([1, 1]);
  source.onopen();
  await vi.advanceTimersByTimeAsync(100);
  expect(countOf(), "the stream is back").toEqual([2, 2]);
  expect(states).toEqual(["live", "reconnecting", "live"]);
});

test("a change is requested where it is shown, and each message is delivered", async () => {
  const client = new QueryClient();
  const countOf = await openPages(client);
  const live = goLive(client);
  const received = vi.fn();
  live.onMessage(received);
  source.say("changed", { topic: "services", virtualCluster: "vamp-demo", name: "shop" });
  await vi.advanceTimersByTimeAsync(100);
  expect(countOf()).toEqual([1, 2]);
  expect(received).toHaveBeenCalledWith({
    type: "changed",
    topic: "services",
    virtualCluster: "vamp-demo",
    name: "shop",
  });
  live.close();
  expect(source.close).toHaveBeenCalled();
});

test("a walk changes its gateway in lists, and no other answer about gateways", () => {
  const client = new QueryClient();
  const [list, wildcards] = [
    queryKey("gateways"),
    queryKey("gateways", "vamp-demo", undefined, { of: "all" }),
  ];
  const before = { host: "shop.example.org", port: 443, state: "working" };
  const gateway = { name: "shop", virtualCluster: "vamp-demo", securedHosts: [before] };
  client.setQueryData(list, { pages: [{ items: [gateway] }], pageParams: [] });
  client.setQueryData(wildcards, { offers: [], used: [] });
  const live = goLive(client);
  const securedHost = { ...before, state: "serving" };
  source.say("walk", { virtualCluster: "vamp-demo", gateway: "shop", securedHost });
  expect(client.getQueryData(list)).toMatchObject({ pages: [{ items: [{ securedHosts: [securedHost] }] }] });
  expect(client.getQueryData(wildcards)).toEqual({ offers: [], used: [] });
  live.close();
});
