import { expect, test } from "vitest";
import { safeNextPath } from "./safe-next-path";

test("a path of the panel is kept, with its query", () => {
  expect(safeNextPath("/gateways?q=shop#top")).toBe("/gateways?q=shop#top");
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "/.//evil.example",
  "",
  null,
])("%s does not lead out of the panel", (next) => {
  expect(safeNextPath(next)).toBe("/");
});

test("signing in doesn't lead back to signing in", () => {
  expect(safeNextPath("/sign-in?next=/sign-in")).toBe("/");
});
