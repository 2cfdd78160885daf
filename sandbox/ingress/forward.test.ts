import { expect, test } from "vitest";
import type { AppRequest, AppResponse } from "@/sandbox/vamp-shop/app";
import { durationMilliseconds, forward, type Upstream } from "./forward";
import type { RunningPod } from "./workloads";

const request: AppRequest = {
  method: "GET",
  path: "/v1/a",
  query: new URLSearchParams(),
  headers: { host: "a.test" },
};
const pod = (name: string): RunningPod => ({ name, namespace: "demo", labels: {}, image: "", ports: [] });
const ok: AppResponse = { status: 200, headers: { "x-old": "1" }, body: "ok" };
const to = (host: string, weight?: number) => ({
  destination: { host },
  ...(weight === undefined ? {} : { weight }),
});

/** An upstream with pods named after the destination; it records the requests it receives. */
function fake(changes: Partial<Upstream> = {}) {
  const log: string[] = [];
  const upstream: Upstream = {
    find: ({ destination }) => ({ pods: [pod(`${destination?.host}-0`), pod(`${destination?.host}-1`)] }),
    ask: async ({ name }, { path, headers }) => {
      log.push(`${name} ${path} ${headers.host}`);
      return ok;
    },
    sleep: async (milliseconds) => void log.push(`sleep ${milliseconds}`),
    random: () => 0,
    ...changes,
  };
  return { upstream, log };
}

test("destinations get their share of the weight", async () => {
  const chosen = async (random: number) => {
    const { upstream, log } = fake({ random: () => random });
    await forward(upstream, { route: [to("a", 90), to("b", 10)] }, undefined, request);
    return log[0]?.[0];
  };
  expect([await chosen(0), await chosen(0.89), await chosen(0.9), await chosen(0.99)]).toEqual([
    "a",
    "a",
    "b",
    "b",
  ]);
});

test("the app sees the rewritten path and host, and the client sees the changed headers", async () => {
  const { upstream, log } = fake();
  const route = {
    route: [{ ...to("a"), headers: { response: { set: { "x-new": "2" }, remove: ["X-Old"] } } }],
    rewrite: { uri: "/", authority: "b.test" },
  };
  const answer = await forward(upstream, route, { uri: { prefix: "/v1" } }, request);
  expect(log).toEqual(["a-0 /a b.test"]);
  expect(answer.headers).toEqual({ "x-new": "2" });
});

test("after a pod fails, the next one is tried, as often as retries allow", async () => {
  const asked: string[] = [];
  const { upstream } = fake({
    ask: async ({ name }) => {
      asked.push(name);
      return { ...ok, status: 503 };
    },
  });
  expect(
    (await forward(upstream, { route: [to("a")], retries: { attempts: 3 } }, undefined, request)).status,
  ).toBe(503);
  expect(asked).toEqual(["a-0", "a-1", "a-0", "a-1"]);
  asked.length = 0;
  await forward(upstream, { route: [to("a")], retries: { attempts: 0 } }, undefined, request);
  expect(asked).toHaveLength(1);
});

test("a request that takes longer than the timeout is answered 504", async () => {
  const { upstream } = fake({ ask: () => new Promise(() => {}) });
  const answer = await forward(upstream, { route: [to("a")], timeout: "2s" }, undefined, request);
  expect(answer).toMatchObject({ status: 504, body: "upstream request timeout" });
});

test("faults delay and abort at their percentage", async () => {
  const { upstream, log } = fake({ random: () => 0.5 });
  const delayed = { route: [to("a")], fault: { delay: { fixedDelay: "1.5s", percentage: { value: 60 } } } };
  await forward(upstream, delayed, undefined, request);
  expect(log[0]).toBe("sleep 1500");
  const aborted = (value: number) =>
    forward(
      upstream,
      { route: [to("a")], fault: { abort: { httpStatus: 418, percentage: { value } } } },
      undefined,
      request,
    );
  expect((await aborted(60)).status).toBe(418);
  expect((await aborted(40)).status).toBe(200);
});

test("durations parse in Istio's format", () => {
  expect(durationMilliseconds("1h2m3s4ms")).toBe(3_723_004);
  expect(durationMilliseconds("0.5s")).toBe(500);
  expect(durationMilliseconds("0s")).toBeUndefined();
  expect(durationMilliseconds("soon")).toBeUndefined();
});
