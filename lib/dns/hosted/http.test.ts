import { afterEach, expect, test, vi } from "vitest";
import { fetchGoogle } from "@/lib/dns/google/failure";
import { requestJson, secondsUntil } from "./http";

afterEach(() => vi.unstubAllGlobals());

const plain = { headers: {}, codesOf: () => ["code"] };
const now = Date.parse("2026-06-01T12:00:00Z");

test.each([
  [null, undefined],
  ["", undefined],
  ["120", 120],
  [" 7 ", 7],
  ["0", 1],
  ["-5", 1],
  ["0.2", 1],
  ["99999999999999", 86_400],
  ["1e9", undefined],
  ["soon", undefined],
  ["Mon, 01 Jun 2026 12:01:00 GMT", 60],
  ["Mon, 01 Jun 2026 11:00:00 GMT", 1],
  ["Tue, 01 Jan 2999 00:00:00 GMT", 86_400],
  ["Infinity", undefined],
])("Retry-After %j asks for %j seconds", (header, seconds) => {
  expect(secondsUntil(header, now)).toBe(seconds);
});

test.each(['{"kind":', "<html>Sign in</html>", "[]", "null", '"ok"'])(
  "%j with status 200 is no answer: neither done, nor nothing there",
  async (text) => {
    vi.stubGlobal("fetch", async () => new Response(text));
    await expect(fetchGoogle("https://dns.test/", {})).rejects.toMatchObject({ status: 0 });
    await expect(requestJson("https://dns.test/", plain)).rejects.toMatchObject({ status: 0 });
  },
);

test("an empty answer with status 200 is accepted", async () => {
  vi.stubGlobal("fetch", async () => new Response(""));
  expect(await fetchGoogle("https://dns.test/", {})).toEqual({});
  expect(await requestJson("https://dns.test/", plain)).toEqual({});
});

test("a refusal has the status, the API's error codes, and the requested pause", async () => {
  const headers = { "retry-after": "7" };
  vi.stubGlobal("fetch", async () => new Response("{}", { status: 429, headers }));
  await expect(requestJson("https://dns.test/", plain)).rejects.toMatchObject({
    status: 429,
    codes: ["code"],
    retryAfterSeconds: 7,
  });
});
