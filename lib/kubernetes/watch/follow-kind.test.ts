import { setImmediate as turn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import type { KubernetesObject } from "@/lib/model/object";
import type { Sighting } from "./confirm-gone";
import { followKind } from "./follow-kind";
import { createObjectStore } from "./object-store";

type Line = Record<string, unknown>;
/** A watch: its events, then its end, with an error if given, or none at all. */
type Watch = { events: Line[]; breaks?: Failure; lastsMs?: number; hangs?: true; openForMs?: number };

function object(name: string, resourceVersion: string, uid = name): KubernetesObject {
  return { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata: { name, resourceVersion, uid } };
}

function list(resourceVersion: string, names: string[], token?: string): Reply {
  const items = names.map((name) => object(name, resourceVersion));
  const body = { kind: "GatewayList", metadata: { resourceVersion, continue: token }, items };
  return ok(body);
}

function ok(body: unknown): Reply {
  return { status: 200, body, retryAfterSeconds: undefined };
}

function refusal(status: number, retryAfterSeconds?: number): Reply {
  return { status, body: { kind: "Status", code: status }, retryAfterSeconds };
}

function event(type: string, name: string, resourceVersion: string): Line {
  return { type, object: object(name, resourceVersion) };
}

type ReadAnswer = "gone" | "unknown" | KubernetesObject;

interface Play {
  lists?: (Reply | Failure)[];
  watches?: (Watch | Reply | Failure)[];
  /** The answers to reads of single objects, in order; the last one repeats. Without any, there is no answer. */
  reads?: Record<string, ReadAnswer[]>;
  listsAgain?: { afterMs: number; everyMs: number };
}

/**
 * Plays the answers in order, then stops the follower; returns the requests, the reports, the waits and the state.
 */
async function follow({ lists = [], watches = [], reads = {}, listsAgain }: Play) {
  const stop = new AbortController();
  const asked: string[] = [];
  const reported: string[] = [];
  const waits: number[] = [];
  const readsBeforeWaits: number[] = [];
  const unconfirmed: number[] = [];
  const deleted: string[] = [];
  let time = 0;
  const store = createObjectStore<KubernetesObject>(
    (each) => each,
    ({ type, object: { metadata } }) => type === "deleted" && deleted.push(metadata.name),
  );

  function next<Answer>(queue: (Answer | Failure)[]): Answer {
    const answer = queue.shift();
    if (answer === undefined) {
      stop.abort();
      throw new Failure("unreachable", "the play is over");
    }
    if (answer instanceof Failure) throw answer;
    return answer;
  }

  await followKind({
    client: {
      host: "k.test",
      send: async ({ query = {} }: Call) => {
        asked.push(`list ${query.limit ?? "all"}${query.continue ? ` ${query.continue}` : ""}`);
        return next(lists);
      },
      watch: async ({ query = {} }: Call, signal) => {
        asked.push(`watch ${query.resourceVersion}`);
        const watch = next(watches);
        if ("status" in watch) return watch;
        return (async function* () {
          for (const line of watch.events) yield JSON.stringify(line);
          time += watch.lastsMs ?? 0;
          for (let turns = 0; turns < 10; turns += 1) await turn();
          signal.throwIfAborted();
          if (watch.hangs)
            await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
          if (watch.openForMs) await new Promise((resolve) => setTimeout(resolve, watch.openForMs));
          if (watch.breaks) throw watch.breaks;
        })();
      },
    },
    kind: "Gateway",
    read: async (_, name) => {
      asked.push(`get ${name}`);
      await turn();
      const answers = reads[name] ?? ["unknown"];
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? "unknown";
      const sighting: Sighting =
        typeof answer === "string"
          ? { presence: answer, object: null }
          : { presence: "present", object: answer };
      return sighting;
    },
    follower: {
      merge(objects, at) {
        reported.push(`list ${objects.map(({ metadata }) => metadata.name)}`);
        return store.merge(objects, at);
      },
      change(type, each) {
        reported.push(`${type} ${each.metadata.name}`);
        return store.change(type, each);
      },
      sight: store.sight,
      bury: store.bury,
      state: (state) => reported.at(-1) !== state && reported.push(state),
      unconfirmed: (count) => unconfirmed.at(-1) !== count && unconfirmed.push(count),
      synced() {},
    },
    signal: stop.signal,
    async pause(ms) {
      waits.push(ms);
      readsBeforeWaits.push(asked.filter((each) => each.startsWith("get")).length);
      await turn();
    },
    random: () => 0.5,
    now: () => time,
    ...(listsAgain ? { listsAgain } : {}),
  });
  const held = store.list().map(({ metadata }) => metadata.name);
  return { asked, reported, waits, readsBeforeWaits, unconfirmed, deleted, held, store };
}

const broken = new Failure("unreachable", "connection reset");

test("a watch that ends resumes from the last version seen, bookmarks included, without a list", async () => {
  const { asked, reported } = await follow({
    lists: [list("10", ["a"])],
    watches: [
      { events: [event("ADDED", "b", "12"), event("BOOKMARK", "", "20")] },
      { events: [event("DELETED", "a", "21")], breaks: broken },
    ],
  });
  expect(asked).toEqual(["list 500", "watch 10", "watch 20", "watch 21"]);
  expect(reported).toEqual(["list a", "connected", "added b", "connected", "deleted a", "reconnecting"]);
});

test("an expired version causes a new list, whether the answer or an event says so", async () => {
  const expired = { type: "ERROR", object: { kind: "Status", code: 410 } };
  const { asked, reported } = await follow({
    lists: [list("10", ["a"]), list("30", ["a", "b"]), list("40", ["a", "b", "c"])],
    watches: [{ events: [expired] }, refusal(410)],
  });
  expect(asked).toEqual(["list 500", "watch 10", "list 500", "watch 30", "list 500", "watch 40"]);
  expect(reported.filter((each) => each.startsWith("list"))).toEqual(["list a", "list a,b", "list a,b,c"]);
  expect(reported).not.toContain("reconnecting");
});

test("long lists come in pages and are reported once", async () => {
  const { asked, reported } = await follow({
    lists: [list("10", ["a"], "t1"), list("10", ["b"], "t2"), list("10", ["c"])],
  });
  expect(asked.slice(0, 3)).toEqual(["list 500", "list 500 t1", "list 500 t2"]);
  expect(reported[0]).toBe("list a,b,c");
});

test("a list whose pages expire twice is requested in one piece", async () => {
  const pages = [
    list("10", ["a"], "t1"),
    refusal(410),
    list("11", ["a"], "t2"),
    refusal(410),
    list("12", ["a", "b"]),
  ];
  const { asked, reported } = await follow({ lists: pages });
  expect(asked.slice(0, 5)).toEqual(["list 500", "list 500 t1", "list 500", "list 500 t2", "list all"]);
  expect(reported[0]).toBe("list a,b");
});

test("a missing kind is checked again, and followed when it appears", async () => {
  const { reported, waits } = await follow({ lists: [refusal(404), refusal(404), list("10", ["a"])] });
  expect(reported.slice(0, 3)).toEqual(["missing", "list a", "connected"]);
  expect(waits.slice(0, 2)).toEqual([5000, 5000]);
});

test("a kind whose definition is deleted during a watch is missing, and known objects stay", async () => {
  const { reported, held } = await follow({ lists: [list("10", ["a"])], watches: [refusal(404)] });
  expect(reported).toContain("missing");
  expect(held).toEqual(["a"]);
});

const page = { status: 200, body: null, retryAfterSeconds: undefined };
const metadata = { resourceVersion: "20" };
const strange = { kind: "VirtualService", metadata: { name: "v" } };

test.each<[string, Reply | Failure]>([
  ...[301, 400, 401, 403, 404, 409, 410, 429, 500, 502, 503, 504].map((status): [string, Reply] => [
    `an answer of status ${status}`,
    refusal(status),
  ]),
  ["a page of a proxy, status 200", page],
  ["a list of another kind", ok({ kind: "VirtualServiceList", metadata, items: [] })],
  ["items of another kind", ok({ kind: "GatewayList", metadata, items: [strange] })],
  ["items without a name", ok({ kind: "GatewayList", metadata, items: [{ metadata: {} }] })],
  ["a list without items", ok({ kind: "GatewayList", metadata })],
  ["a list without a version", ok({ kind: "GatewayList", metadata: {}, items: [] })],
  [
    "a list that was cut off",
    ok({ kind: "GatewayList", metadata: { ...metadata, remainingItemCount: 7 }, items: [] }),
  ],
  ["a Status of status 200", ok({ kind: "Status", metadata: {}, status: "Success" })],
  ["no answer", new Failure("unreachable", "connection reset")],
])("%s to a list deletes nothing, and asks about nothing", async (_, answer) => {
  const { held, deleted, asked, reported } = await follow({
    lists: [list("10", ["a", "b"]), answer],
    watches: [refusal(410)],
    reads: { a: ["gone"], b: ["gone"] },
  });
  expect(held).toEqual(["a", "b"]);
  expect(deleted).toEqual([]);
  expect(asked.filter((each) => each.startsWith("get"))).toEqual([]);
  expect(reported.filter((each) => each.startsWith("list"))).toHaveLength(1);
});

test("a page that fails after others deletes nothing", async () => {
  const { held, deleted } = await follow({
    lists: [list("10", ["a", "b"]), list("20", ["a"], "t1"), refusal(500)],
    watches: [refusal(410)],
    reads: { b: ["gone"] },
  });
  expect({ held, deleted }).toEqual({ held: ["a", "b"], deleted: [] });
});

test("an object missing from a list goes when the server confirms that it is gone", async () => {
  const { held, deleted, unconfirmed } = await follow({
    lists: [list("10", ["a", "b"]), list("20", ["a"])],
    watches: [refusal(410), { events: [] }],
    reads: { b: ["gone"] },
  });
  expect({ held, deleted }).toEqual({ held: ["a"], deleted: ["b"] });
  expect(unconfirmed).toEqual([0, 1, 0]);
});

test.each([
  ["an empty list", list("20", [])],
  ["a list whose items are null", ok({ kind: "GatewayList", metadata, items: null })],
])(
  "%s is not believed when what it lacks is there: nothing is deleted, and it is reported",
  async (_, lie) => {
    const { held, deleted, reported, asked } = await follow({
      lists: [list("10", ["a", "b"]), lie, list("30", ["a", "b"])],
      watches: [refusal(410), { events: [], hangs: true }],
      reads: { a: [object("a", "10")], b: [object("b", "10")] },
    });
    expect({ held, deleted }).toEqual({ held: ["a", "b"], deleted: [] });
    expect(reported).toContain("reconnecting");
    expect(reported.at(-1)).toBe("connected");
    expect(asked.at(-1)).toBe("watch 30");
  },
);

test("while a list isn't trusted, nothing says connected, even if watches open; a complete list ends that", async () => {
  const { reported } = await follow({
    lists: [list("10", ["a", "b"]), list("20", ["a"]), list("30", ["a"]), list("40", ["a", "b"])],
    watches: [
      refusal(410),
      { events: [], hangs: true },
      { events: [], hangs: true },
      { events: [event("MODIFIED", "a", "41")] },
    ],
    reads: { b: [object("b", "10")] },
  });
  expect(reported).toEqual([
    "list a,b",
    "connected",
    "list a",
    "connected",
    "reconnecting",
    "list a",
    "reconnecting",
    "list a,b",
    "connected",
    "modified a",
  ]);
});

test("a list is trusted if what it lacked was created again in the meantime, or was never in it", async () => {
  const anew = await follow({
    lists: [list("10", ["a", "b"]), list("20", ["a"])],
    watches: [refusal(410), { events: [] }, { events: [] }],
    reads: { b: [object("b", "25", "second")] },
  });
  expect(anew.held).toEqual(["a", "b"]);
  expect(anew.reported).not.toContain("reconnecting");
  expect(anew.asked.filter((each) => each.startsWith("list"))).toHaveLength(2);
  const late = await follow({
    lists: [list("10", ["a"])],
    watches: [{ events: [event("MODIFIED", "a", "30"), event("DELETED", "a", "20")] }, { events: [] }],
    reads: { a: [object("a", "30")] },
  });
  expect(late.reported).not.toContain("reconnecting");
  expect(late.asked.filter((each) => each.startsWith("list"))).toHaveLength(1);
});

test("a wrong list of ten thousand objects costs a few reads, and delays no change", async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `g${index}`);
  const reads = Object.fromEntries(names.map((name) => [name, [object(name, "10")]]));
  const { held, deleted, asked, reported } = await follow({
    lists: [list("10", names), list("20", [])],
    watches: [refusal(410), { events: [event("ADDED", "new", "21")] }],
    reads,
  });
  expect(held).toHaveLength(10_001);
  expect(deleted).toEqual([]);
  expect(asked.filter((each) => each.startsWith("get")).length).toBeLessThanOrEqual(8);
  expect(reported).toContain("added new");
});

test("an object stays while the server can't say whether it exists, and is read less and less often", async () => {
  const { held, waits, unconfirmed, reported } = await follow({
    lists: [list("10", ["a", "b"]), list("20", ["a"])],
    watches: [refusal(410), { events: [event("ADDED", "c", "21")], lastsMs: 9000 }],
    reads: { b: ["unknown"] },
  });
  expect(held).toEqual(["a", "b", "c"]);
  expect(unconfirmed.at(-1)).toBe(1);
  expect(waits.slice(0, 3)).toEqual([1000, 2000, 5000]);
  expect(reported).toContain("added c");
});

test("objects without an answer are read a few at a time, and don't delay the others", async () => {
  const names = Array.from({ length: 100 }, (_, index) => `g${index}`);
  const reads = Object.fromEntries(names.map((name) => [name, ["gone" as const]]));
  const unknown = names.slice(0, 20);
  for (const name of unknown) reads[name] = ["unknown"] as never;
  const { held, readsBeforeWaits } = await follow({
    lists: [list("10", names), list("20", [])],
    watches: [refusal(410), ...Array.from({ length: 8 }, () => ({ events: [] }))],
    reads,
  });
  expect(held.toSorted()).toEqual(unknown.toSorted());
  expect(readsBeforeWaits[0]).toBeLessThanOrEqual(12);
});

test("a new object of the same name, created during the read, is kept", async () => {
  const { held, deleted } = await follow({
    lists: [list("10", ["a"]), list("20", [])],
    watches: [refusal(410), { events: [event("MODIFIED", "a", "22")] }],
    reads: { a: ["gone"] },
  });
  expect({ held, deleted }).toEqual({ held: ["a"], deleted: [] });
});

test("a restored server's list deletes nothing before its history has reached the known version", async () => {
  const early = await follow({
    lists: [list("100", ["a", "b"]), list("50", ["a"])],
    watches: [refusal(410), { events: [event("BOOKMARK", "", "60")] }],
    reads: { b: ["gone"] },
  });
  expect({ held: early.held, deleted: early.deleted }).toEqual({ held: ["a", "b"], deleted: [] });
  const later = await follow({
    lists: [list("100", ["a", "b"]), list("50", ["a"])],
    watches: [refusal(410), { events: [event("BOOKMARK", "", "120")] }, { events: [] }],
    reads: { b: ["gone"] },
  });
  expect({ held: later.held, deleted: later.deleted }).toEqual({ held: ["a"], deleted: ["b"] });
});

test("a restored server's objects are taken over, though their versions are earlier ones", async () => {
  const { store } = await follow({
    lists: [list("100", ["a"]), list("50", ["a"])],
    watches: [refusal(410), { events: [] }],
  });
  expect(store.get(null, "a")?.metadata.resourceVersion).toBe("50");
});

test("a deletion older than the known version is verified, and one of another kind breaks the watch", async () => {
  const older = await follow({
    lists: [list("10", ["a"])],
    watches: [{ events: [event("MODIFIED", "a", "30"), event("DELETED", "a", "20")] }],
    reads: { a: [object("a", "30")] },
  });
  expect({ held: older.held, asked: older.asked.includes("get a") }).toEqual({ held: ["a"], asked: true });
  const foreign = await follow({
    lists: [list("10", ["a"])],
    watches: [{ events: [{ type: "DELETED", object: { ...strange, metadata: { name: "a" } } }] }],
  });
  expect(foreign.held).toEqual(["a"]);
  expect(foreign.reported).toContain("reconnecting");
});

test("a server whose watch neither reports nor ends counts as away within 15 seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const silent = vi.fn();
    const done = follow({ lists: [list("10", ["a"])], watches: [{ events: [], hangs: true }] }).then(silent);
    for (let second = 0; second < 15; second += 1) {
      await vi.advanceTimersByTimeAsync(1000);
      for (let turns = 0; turns < 20; turns += 1) await turn();
    }
    expect(silent).toHaveBeenCalledOnce();
    await done;
    expect(silent.mock.calls[0]?.[0].reported).toEqual(["list a", "connected", "reconnecting"]);
    expect(silent.mock.calls[0]?.[0].held).toEqual(["a"]);
  } finally {
    vi.useRealTimers();
  }
});

test("an object missing from the first list, and reported by no watch, is found by the second list after the watch", async () => {
  const { asked, held } = await follow({
    lists: [list("10", ["a"]), list("10", ["a", "b"])],
    watches: [{ events: [], openForMs: 20 }, refusal(403)],
    listsAgain: { afterMs: 1, everyMs: 3_600_000 },
  });
  expect(asked.slice(0, 4)).toEqual(["list 500", "watch 10", "list 500", "watch 10"]);
  expect(held).toEqual(["a", "b"]);
});

test("a denial by RBAC is reported as such and retried less and less often", async () => {
  const { reported, waits } = await follow({
    lists: [refusal(403), refusal(403), refusal(403), refusal(403)],
  });
  expect(reported).toEqual(["refused"]);
  expect(waits).toEqual([250, 500, 1000]);
});

test("an API server that doesn't answer is retried at once, then less and less often, up to every 15 s", async () => {
  const { waits } = await follow({ lists: Array.from({ length: 10 }, () => broken) });
  expect(waits).toEqual([250, 500, 1000, 2000, 5000, 10_000, 15_000, 15_000, 15_000]);
});

test.each([429, 503])(
  "an overloaded API server (%i) is not listed again, and not asked before it says",
  async (status) => {
    const { asked, waits, reported } = await follow({
      lists: [list("10", [])],
      watches: [refusal(status, 7)],
    });
    expect(asked).toEqual(["list 500", "watch 10", "watch 10"]);
    expect(waits).toEqual([7000]);
    expect(reported.at(-1)).toBe("reconnecting");
  },
);

test("a version that the API server doesn't know causes a new list", async () => {
  const { asked, reported } = await follow({ lists: [list("10", [])], watches: [refusal(500)] });
  expect(asked).toEqual(["list 500", "watch 10", "list 500"]);
  expect(reported.at(-1)).toBe("reconnecting");
});

test("watches that end at once are not reopened in a tight loop; long quiet ones are reopened at once", async () => {
  const hasty = await follow({
    lists: [list("10", [])],
    watches: [{ events: [] }, { events: [] }, { events: [] }],
  });
  expect(hasty.waits).toEqual([250, 500]);
  const quiet = { events: [], lastsMs: 300_000 };
  const patient = await follow({ lists: [list("10", [])], watches: [quiet, quiet, quiet] });
  expect(patient.waits).toEqual([]);
});
