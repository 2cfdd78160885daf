import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import { watchEvents } from "./watch-events";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

type Answer = (signal: AbortSignal) => Promise<AsyncGenerator<string> | Reply>;

async function* lines(...events: (object | string)[]): AsyncGenerator<string> {
  for (const each of events) yield typeof each === "string" ? each : JSON.stringify(each);
}

/** Never answers, and ends like an aborted connection. */
const silence = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

function watch(answer: Answer, signal = new AbortController().signal) {
  const told: string[] = [];
  const calls: Call[] = [];
  const client = {
    host: "k.test",
    watch: async (call: Call, at: AbortSignal) => {
      calls.push(call);
      return answer(at);
    },
  };
  const selection = { kind: "Gateway" as const, labelSelector: "a=b", fieldSelector: undefined };
  const done = watchEvents(
    client,
    selection,
    "7",
    {
      opened: () => void told.push("opened"),
      changed: (type, { metadata }) => void told.push(`${type} ${metadata.name}`),
      reached: (version) => void told.push(`at ${version}`),
    },
    signal,
  ).catch((thrown: unknown) => thrown);
  return { told, calls, done };
}

const gateway = (name: string, resourceVersion: string) => ({
  kind: "Gateway",
  metadata: { name, resourceVersion },
});

test("changes are reported in order, each with the version to resume from; bookmarks only move the version", async () => {
  const { told, calls, done } = watch(async () =>
    lines(
      { type: "ADDED", object: gateway("a", "8") },
      { type: "MODIFIED", object: gateway("a", "9") },
      { type: "BOOKMARK", object: { kind: "Gateway", metadata: { resourceVersion: "20" } } },
      { type: "DELETED", object: gateway("a", "21") },
    ),
  );
  expect(await done).toBeNull();
  expect(told).toEqual([
    "opened",
    ...["added a", "at 8", "modified a", "at 9", "at 20", "deleted a", "at 21"],
  ]);
  const { query } = calls[0] as Call;
  expect(query).toMatchObject({ resourceVersion: "7", watch: "true", allowWatchBookmarks: "true" });
  expect(query).toMatchObject({ labelSelector: "a=b", fieldSelector: undefined });
});

test("the server is asked to end the watch within seven to nine seconds", async () => {
  for (const [chance, seconds] of [
    [0, 7],
    [0.5, 8],
    [0.999, 9],
  ] as const) {
    vi.spyOn(Math, "random").mockReturnValueOnce(chance);
    const { calls, done } = watch(async () => lines());
    await done;
    expect(calls[0]?.query?.timeoutSeconds).toBe(seconds);
  }
});

test("anything that isn't an event, or has no version, is skipped", async () => {
  const { told, done } = watch(async () =>
    lines(
      "null",
      '"text"',
      {},
      { type: "ADDED" },
      { type: "UNHEARD-OF", object: gateway("a", "8") },
      { type: "BOOKMARK", object: { metadata: { resourceVersion: "" } } },
      { type: "BOOKMARK", object: { metadata: { resourceVersion: 9 } } },
      { type: "BOOKMARK", object: { kind: "Gateway" } },
    ),
  );
  expect(await done).toBeNull();
  expect(told).toEqual(["opened", "at 8"]);
});

test("an event of another kind, or a truncated line, breaks the watch before any of it is reported", async () => {
  const other = { type: "DELETED", object: { ...gateway("a", "8"), kind: "Service" } };
  const foreign = watch(async () => lines(other));
  expect(await foreign.done).toMatchObject({ kind: "unreachable" });
  expect(foreign.told).toEqual(["opened"]);
  const cut = watch(async () => lines('{"type":"DELE'));
  expect(await cut.done).toBeInstanceOf(SyntaxError);
});

test("an error event is a refusal, with its code; one without a code is the server's fault", async () => {
  const status = { kind: "Status", code: 410 };
  const expired = watch(async () =>
    lines({ type: "ERROR", object: status }, { type: "ADDED", object: gateway("a", "8") }),
  );
  expect(await expired.done).toEqual({ status: 410, body: status, retryAfterSeconds: undefined });
  expect(expired.told).toEqual(["opened"]);
  const odd = watch(async () => lines({ type: "ERROR", object: { code: "410" } }));
  expect(await odd.done).toMatchObject({ status: 500 });
  const refused = { status: 403, body: null, retryAfterSeconds: undefined };
  const closed = watch(async () => refused);
  expect(await closed.done).toBe(refused);
  expect(closed.told).toEqual([]);
});

test("a server that doesn't answer within five seconds counts as unreachable", async () => {
  const { told, done } = watch(silence);
  let ended = false;
  void done.then(() => {
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(4_999);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await done).toMatchObject({ kind: "unreachable", message: expect.stringContaining("k.test") });
  expect(told).toEqual([]);
});

test("a server that doesn't end the watch within four seconds of its time counts as unreachable; a quiet one doesn't", async () => {
  vi.spyOn(Math, "random").mockReturnValueOnce(0);
  const { told, done } = watch(async (signal) =>
    (async function* () {
      await silence(signal);
      yield "";
    })(),
  );
  let ended = false;
  void done.then(() => {
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(10_999);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await done).toMatchObject({ kind: "unreachable" });
  expect(told).toEqual(["opened"]);
});

test("a broken connection is reported with its reason, and an end that we requested isn't an error", async () => {
  const broken = new Failure("unreachable", "connection reset");
  expect(await watch(() => Promise.reject(broken)).done).toBe(broken);
  const stop = new AbortController();
  const stopped = watch(silence, stop.signal);
  stop.abort();
  expect(await stopped.done).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});
