import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");

test("the README's table of settings has every variable that the environment reads, and no other", () => {
  const known = [...read("lib/server/environment.ts").matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name]) => name,
  );
  const listed = [...read("README.md").matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name);
  // Node reads this one itself.
  expect(listed.filter((name) => name !== "NODE_EXTRA_CA_CERTS").sort()).toEqual(known.sort());
});

test("every picture that the README shows is there", () => {
  const shown = [...read("README.md").matchAll(/docs\/screenshots\/[a-z-]+\.png/g)].map(([path]) => path);
  expect(shown.length).toBeGreaterThan(3);
  for (const path of shown) expect(() => read(path), path).not.toThrow();
});
