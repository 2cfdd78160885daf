import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call } from "./call";
import { followKind } from "./follow-kind";
import { kinds } from "./kinds";
import type { KubernetesObject } from "./object";
import type { Reply } from "./reply";

type Line = Record<string, unknown>;
/** A watch: its events, then its end, by an error where one is given. */
type Watch = { events: Line[]; breaks?: Failure; lastsMs?: number };

function list(resourceVersion: string, names: string[], token?: string): Reply {
  const items = names.map((name) => ({ metadata: { name, resourceVersion } }));
  const body = { kind: "GatewayList", metadata: { resourceVersion, continue: token }, items };
  return { status: 200, body, retryAfterSeconds: undefined };
}

function refusal(status: number, retryAfterSeconds?: number): Reply {
  return { status, body: { kind: "Status", code: status }, retryAfterSeconds };
}

function event(type: string, name: string, resourceVersion: string): Line {
  return { type, object: { kind: "Gateway", metadata: { name, resourceVersion } } };
}

/** Plays the answers in order, then stops the follower; gives what was asked, told and waited for. */
async function follow(answers: { lists?: (Reply | Failure)[]; watches?: (Watch | Reply | Failure)[] }) {
  const { lists = [], watches = [] } = answers;
  const stop = new AbortController();
  const asked: string[] = [];
  const told: string[] = [];
  const waits: number[] = [];
  let time = 0;

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
      watch: async ({ query = {} }: Call) => {
        asked.push(`watch ${query.resourceVersion}`);
        const watch = next(watches);
        if ("status" in watch) return watch;
        return (async function* () {
          for (const line of watch.events) yield JSON.stringify(line);
          time += watch.lastsMs ?? 0;
          if (watch.breaks) throw watch.breaks;
        })();
      },
    },
    resource: kinds.Gateway,
    follower: {
      replace: (objects: KubernetesObject[]) =>
        told.push(`list ${objects.map(({ metadata }) => metadata.name)}`),
      change: (type, { metadata }) => told.push(`${type} ${metadata.name}`),
      state: (state) => told.at(-1) !== state && told.push(state),
    },
    signal: stop.signal,
    pause: async (ms) => void waits.push(ms),
    random: () => 0.5,
    now: () => time,
  });
  return { asked, told, waits };
}

const broken = new Failure("unreachable", "connection reset");

test("a watch that ends goes on from the last version seen, bookmarks included, without a list", async () => {
  const { asked, told } = await follow({
    lists: [list("10", ["a"])],
    watches: [
      { events: [event("ADDED", "b", "12"), event("BOOKMARK", "", "20")] },
      { events: [event("DELETED", "a", "21")], breaks: broken },
    ],
  });
  expect(asked).toEqual(["list 500", "watch 10", "watch 20", "watch 21"]);
  expect(told).toEqual(["list a", "connected", "added b", "connected", "deleted a", "reconnecting"]);
});

test("an expired version is listed anew, whether the answer or an event says so", async () => {
  const expired = { type: "ERROR", object: { kind: "Status", code: 410 } };
  const { asked, told } = await follow({
    lists: [list("10", ["a"]), list("30", ["b"]), list("40", ["c"])],
    watches: [{ events: [expired] }, refusal(410)],
  });
  expect(asked).toEqual(["list 500", "watch 10", "list 500", "watch 30", "list 500", "watch 40"]);
  expect(told.filter((each) => each.startsWith("list"))).toEqual(["list a", "list b", "list c"]);
});

test("long lists come in pages and are told once", async () => {
  const { asked, told } = await follow({
    lists: [list("10", ["a"], "t1"), list("10", ["b"], "t2"), list("10", ["c"])],
  });
  expect(asked.slice(0, 3)).toEqual(["list 500", "list 500 t1", "list 500 t2"]);
  expect(told[0]).toBe("list a,b,c");
});

test("a list whose pages expire twice is asked for in one piece", async () => {
  const pages = [
    list("10", ["a"], "t1"),
    refusal(410),
    list("11", ["a"], "t2"),
    refusal(410),
    list("12", ["a", "b"]),
  ];
  const { asked, told } = await follow({ lists: pages });
  expect(asked.slice(0, 5)).toEqual(["list 500", "list 500 t1", "list 500", "list 500 t2", "list all"]);
  expect(told[0]).toBe("list a,b");
});

test("a kind that the cluster does not have is looked for again, and followed when it appears", async () => {
  const { told, waits } = await follow({ lists: [refusal(404), refusal(404), list("10", ["a"])] });
  expect(told.slice(0, 6)).toEqual(["list ", "missing", "list ", "missing", "list a", "connected"]);
  expect(waits.slice(0, 2)).toEqual([5000, 5000]);
});

test("a kind whose definition is deleted under a watch is missing and empty", async () => {
  const { told } = await follow({ lists: [list("10", ["a"])], watches: [refusal(404)] });
  expect(told).toEqual(["list a", "connected", "list ", "missing", "reconnecting"].slice(0, told.length));
  expect(told).toContain("missing");
});

test("a refusal by RBAC is told as such and tried again more and more slowly", async () => {
  const { told, waits } = await follow({ lists: [refusal(403), refusal(403), refusal(403), refusal(403)] });
  expect(told).toEqual(["refused"]);
  expect(waits).toEqual([250, 500, 1000]);
});

test("an API server that does not answer is tried at once, then more and more slowly, up to 15 s", async () => {
  const { waits } = await follow({ lists: Array.from({ length: 10 }, () => broken) });
  expect(waits).toEqual([250, 500, 1000, 2000, 5000, 10_000, 15_000, 15_000, 15_000]);
});

test("an overloaded API server is not listed again, and not asked before it says", async () => {
  const { asked, waits } = await follow({ lists: [list("10", [])], watches: [refusal(429, 7)] });
  expect(asked).toEqual(["list 500", "watch 10", "watch 10"]);
  expect(waits).toEqual([7000]);
});

test("watches that end at once are not opened in a tight loop; quiet ones that lasted are reopened at once", async () => {
  const hasty = await follow({
    lists: [list("10", [])],
    watches: [{ events: [] }, { events: [] }, { events: [] }],
  });
  expect(hasty.waits).toEqual([250, 500]);
  const quiet = { events: [], lastsMs: 300_000 };
  const patient = await follow({ lists: [list("10", [])], watches: [quiet, quiet, quiet] });
  expect(patient.waits).toEqual([]);
});
