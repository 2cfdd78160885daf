import { expect, test } from "vitest";
import { secondsUntil } from "./transport";

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
