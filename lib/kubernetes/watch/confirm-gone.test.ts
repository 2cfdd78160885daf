import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import { confirmGone, doubtsAbout, readObject, type Sighting } from "./confirm-gone";
import type { Doubt } from "./object-store";

function answering(status: number, body: unknown) {
  const calls: Call[] = [];
  const send = async (call: Call): Promise<Reply> => {
    calls.push(call);
    return { status, body, retryAfterSeconds: undefined };
  };
  return { calls, send };
}

function notFound(details: object | undefined, reason = "NotFound") {
  return { kind: "Status", apiVersion: "v1", status: "Failure", reason, code: 404, details };
}

function gateway(metadata: object) {
  return { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata, spec: {} };
}

const shop = { name: "shop", group: "networking.istio.io", kind: "gateways" };

test("an object is gone when a 404 names it; it is requested by its own path", async () => {
  const client = answering(404, notFound(shop));
  expect(await confirmGone(client, "Gateway", "demo", "shop")).toBe("gone");
  expect(client.calls).toMatchObject([{ verb: "get", namespace: "demo", name: "shop" }]);
  const core = answering(404, notFound({ name: "demo", kind: "namespaces" }));
  expect(await confirmGone(core, "Namespace", null, "demo")).toBe("gone");
});

test.each([
  ["a kind that is not served", 404, notFound({})],
  ["a kind that is not served, of an older server", 404, notFound(undefined)],
  ["a 404 about the namespace", 404, notFound({ name: "demo", kind: "namespaces" })],
  [
    "a 404 about the same name of another group",
    404,
    notFound({ ...shop, group: "gateway.networking.k8s.io" }),
  ],
  ["a 404 about another object", 404, notFound({ ...shop, name: "other" })],
  ["a 404 of another reason", 404, notFound(shop, "Expired")],
  ["a proxy's page of status 404", 404, null],
  ["a text of status 404 in JSON", 404, "404 page not found"],
  ["a 404 that is no Status", 404, { ...notFound(shop), kind: "Gateway" }],
  ["a 404 about the same name of no group", 404, notFound({ ...shop, group: undefined })],
  ["a 404 about the same name of another kind", 404, notFound({ ...shop, kind: "virtualservices" })],
  ["a page of status 200", 200, null],
  [
    "an object of another kind, status 200",
    200,
    { ...gateway({ name: "shop", namespace: "demo" }), kind: "Service" },
  ],
  ["an object without a namespace, status 200", 200, gateway({ name: "shop" })],
  ["an object without metadata, status 200", 200, { kind: "Gateway", spec: {} }],
  ["the object with status 202", 202, gateway({ name: "shop", namespace: "demo" })],
  ["the object with status 500", 500, gateway({ name: "shop", namespace: "demo" })],
  ["a list instead of the object", 200, { kind: "GatewayList", metadata: {}, items: [] }],
  ["a Status of status 200", 200, notFound(shop)],
  ["another object of status 200", 200, gateway({ name: "other", namespace: "demo" })],
  ["the same name of another namespace", 200, gateway({ name: "shop", namespace: "other" })],
  ["no credentials", 401, notFound(shop)],
  ["no permission", 403, notFound(shop)],
  ["410", 410, notFound(shop)],
  ["overload", 429, notFound(shop)],
  ["an error", 500, notFound(shop)],
  ["a server that starts", 503, notFound(shop)],
])("%s leaves in doubt whether the object is gone", async (_, status, body) => {
  expect(await confirmGone(answering(status, body), "Gateway", "demo", "shop")).toBe("unknown");
});

test("a server that doesn't answer leaves the doubt, without an error", async () => {
  const send = () => Promise.reject(new Failure("unreachable", "connection refused"));
  expect(await readObject({ send }, "Gateway", "demo", "shop")).toEqual({
    presence: "unknown",
    object: null,
  });
});

test("an existing object is returned, even one whose deletion waits for finalizers", async () => {
  const held = gateway({
    name: "shop",
    namespace: "demo",
    uid: "u2",
    deletionTimestamp: "2026-01-01T00:00:00Z",
  });
  expect(await readObject(answering(200, held), "Gateway", "demo", "shop")).toEqual({
    presence: "present",
    object: held,
  });
});

describe("doubts", () => {
  const doubtOf = (name: string, namespace: string | null = null): Doubt => ({ namespace, name, held: null });

  /** Reads wait until the test answers them; `waits` are the pauses between rounds, which end at once. */
  function asking() {
    const stop = new AbortController();
    const pending: { name: string; answer(sighting: Sighting): void }[] = [];
    const settled: string[] = [];
    const counts: number[] = [];
    const waits: number[] = [];
    const doubts = doubtsAbout({
      read: (namespace, name) =>
        new Promise((answer) => pending.push({ name: `${namespace ?? ""}/${name}`, answer })),
      settle(doubt, { presence }) {
        if (presence === "unknown") return false;
        settled.push(`${doubt.name} ${presence}`);
        return true;
      },
      counted: (open) => void counts.push(open),
      pause: async (ms, signal) => {
        waits.push(ms);
        if (!signal.aborted) await turn();
      },
      signal: stop.signal,
    });
    async function answer(name: string, presence: "gone" | "unknown") {
      await turn();
      const at = pending.findIndex((each) => each.name === name);
      expect(at, `${name} among ${pending.map((each) => each.name)}`).toBeGreaterThanOrEqual(0);
      pending.splice(at, 1)[0]?.answer({ presence, object: null });
      for (let turns = 0; turns < 5; turns += 1) await turn();
    }
    return { doubts, stop, pending, settled, counts, waits, answer };
  }

  test("are read one by one, and again when they are raised again", async () => {
    const { doubts, settled, counts, waits, answer } = asking();
    doubts.raise([]);
    expect(counts).toEqual([]);
    doubts.raise([doubtOf("a"), doubtOf("a", "demo")]);
    await answer("/a", "gone");
    await answer("demo/a", "gone");
    doubts.raise([doubtOf("b")]);
    await answer("/b", "gone");
    expect(settled).toEqual(["a gone", "a gone", "b gone"]);
    expect(counts).toEqual([2, 0, 1, 0]);
    expect(waits).toEqual([]);
  });

  test("that were raised again, or dropped, during the read are not settled by the old answer", async () => {
    const { doubts, pending, settled, answer } = asking();
    doubts.raise([doubtOf("a")]);
    await turn();
    doubts.raise([doubtOf("a")]);
    await answer("/a", "gone");
    expect(settled).toEqual([]);
    await answer("/a", "gone");
    expect(settled).toEqual(["a gone"]);
    doubts.raise([doubtOf("b")]);
    await turn();
    doubts.drop();
    await answer("/b", "gone");
    expect(settled).toEqual(["a gone"]);
    expect(pending).toEqual([]);
  });

  test("that come while others wait are read at once, and no second round runs next to the first", async () => {
    const { doubts, pending, settled, waits, answer } = asking();
    doubts.raise([doubtOf("a")]);
    await turn();
    doubts.raise([doubtOf("b")]);
    await turn();
    expect(pending.map(({ name }) => name)).toEqual(["/a"]);
    await answer("/a", "unknown");
    expect(waits).toEqual([]);
    expect(pending.map(({ name }) => name).sort()).toEqual(["/a", "/b"]);
    await answer("/a", "gone");
    await answer("/b", "gone");
    expect(settled.sort()).toEqual(["a gone", "b gone"]);
  });

  test("without an answer are read less and less often, down to once a minute", async () => {
    const { doubts, waits, answer } = asking();
    doubts.raise([doubtOf("a")]);
    for (let round = 0; round < 8; round += 1) await answer("/a", "unknown");
    expect(waits).toEqual([1000, 2000, 5000, 15_000, 30_000, 60_000, 60_000, 60_000]);
  });

  test("are postponed after eight in a row without an answer, until the next round", async () => {
    const { doubts, pending, waits, answer } = asking();
    doubts.raise(Array.from({ length: 20 }, (_, index) => doubtOf(`o${index}`)));
    await turn();
    expect(pending).toHaveLength(4);
    for (let index = 0; index < 8; index += 1) await answer(`/o${index}`, "unknown");
    // The three reads in progress are answered, too, and none is sent after them.
    for (const { name } of [...pending]) if (waits.length === 0) await answer(name, "unknown");
    expect(waits).toEqual([1000]);
  });

  test("end with the signal: an answer that comes afterwards settles nothing", async () => {
    const { doubts, stop, settled, waits, answer } = asking();
    doubts.raise([doubtOf("a"), doubtOf("b")]);
    await turn();
    stop.abort();
    await answer("/a", "gone");
    await answer("/b", "unknown");
    expect(settled).toEqual([]);
    expect(waits.length).toBeLessThanOrEqual(1);
  });
});
