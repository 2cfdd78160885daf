import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const named = [
  ...readFileSync(join(root, "docs", "security.md"), "utf8").matchAll(
    /`([^`]+)` in `([^`]+\.(?:test|spec)\.ts)`/g,
  ),
].map(([, title = "", file = ""]) => [title, file] as const);

test("docs/security.md names tests", () => {
  expect(named.length).toBeGreaterThan(40);
});

test.each(named)("the test “%s” is in %s", (title, file) => {
  const path = join(root, file);
  expect(existsSync(path), file).toBe(true);
  const source = readFileSync(path, "utf8");
  expect(
    [`"${title}"`, `\`${title}\``].some((text) => source.includes(text)),
    title,
  ).toBe(true);
});
