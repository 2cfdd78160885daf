import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Directory } from "./directory";
import { renewalInformation } from "./renewal-information";

const base = "https://ca.example/renewal-info";
const directory: Directory = {
  newNonce: base,
  newAccount: base,
  newOrder: base,
  renewalInfo: base,
  meta: { caaIdentities: [], externalAccountRequired: false },
};
const window = { start: "2026-02-01T00:00:00Z", end: "2026-02-03T00:00:00Z" };
let answers: (() => Response | Promise<Response>)[];
let asked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  asked = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return (answers.shift() ?? (() => new Response(null, { status: 500 })))();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const good = (seconds: string) => () =>
  Response.json({ suggestedWindow: window }, { headers: { "retry-after": seconds } });

test("the window is requested at its certificate's own URL, and again only when the CA says", async () => {
  const renewalWindow = renewalInformation(async () => directory);
  answers = [good("21600"), good("21600")];
  expect(await Promise.all([renewalWindow("aa.bb"), renewalWindow("aa.bb")])).toEqual([window, window]);
  expect(asked).toEqual([`${base}/aa.bb`]);
  vi.advanceTimersByTime(21_599_000);
  await renewalWindow("aa.bb");
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(2_000);
  await renewalWindow("aa.bb");
  expect(asked).toHaveLength(2);
});

test("a fresh read asks the CA, but not every time somebody clicks the button", async () => {
  const renewalWindow = renewalInformation(async () => directory);
  const sooner = { start: "2026-01-01T00:00:00Z", end: "2026-01-01T01:00:00Z" };
  answers = [good("21600"), () => Response.json({ suggestedWindow: sooner })];
  await renewalWindow("aa.bb");
  vi.advanceTimersByTime(11_000);
  expect(await renewalWindow("aa.bb", { fresh: true })).toEqual(sooner);
  expect(await renewalWindow("aa.bb", { fresh: true })).toEqual(sooner);
  expect(asked).toHaveLength(2);
});

test.each([
  ["0", 60],
  ["31536000", 86_400],
])("a Retry-After of %s s is taken as %i s", async (stated, taken) => {
  const renewalWindow = renewalInformation(async () => directory);
  answers = [good(stated), good(stated)];
  await renewalWindow("aa.bb");
  vi.advanceTimersByTime((taken - 1) * 1_000);
  await renewalWindow("aa.bb");
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(1_001);
  await renewalWindow("aa.bb");
  expect(asked).toHaveLength(2);
});

test("if the CA fails, the last known window stays in use, and the next request comes in ten minutes", async () => {
  const renewalWindow = renewalInformation(async () => directory);
  answers = [good("60"), () => Promise.reject(new Error("cut")), good("60")];
  await renewalWindow("aa.bb");
  vi.advanceTimersByTime(61_000);
  expect(await renewalWindow("aa.bb")).toEqual(window);
  vi.advanceTimersByTime(599_000);
  await renewalWindow("aa.bb");
  expect(asked).toHaveLength(2);
  vi.advanceTimersByTime(2_000);
  await renewalWindow("aa.bb");
  expect(asked).toHaveLength(3);
});

test("a window that ends before it starts is ignored", async () => {
  const renewalWindow = renewalInformation(async () => directory);
  answers = [() => Response.json({ suggestedWindow: { start: window.end, end: window.start } })];
  expect(await renewalWindow("aa.bb")).toBeNull();
});

test("a CA without renewal information is not asked", async () => {
  const { renewalInfo: _, ...without } = directory;
  expect(await renewalInformation(async () => without)("aa.bb")).toBeNull();
  expect(asked).toEqual([]);
});
