import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exceptions, licenceList, licenceProblems, runtimePackages } from "./packages";

const packages = runtimePackages(
  readFileSync(join(import.meta.dirname, "..", "..", "package-lock.json"), "utf8"),
);

test("no package of run time has a licence that isn't allowed", () => {
  expect(packages.length).toBeGreaterThan(100);
  expect(licenceProblems(packages)).toEqual([]);
});

test("no exception is for a package that isn't there any more", () => {
  for (const { packages: pattern } of exceptions)
    expect(
      packages.some(({ name }) => pattern.test(name)),
      String(pattern),
    ).toBe(true);
});

test("packages of development don't count, and a package twice in the tree counts for each version", () => {
  const lock = {
    packages: {
      "": { name: "lamia" },
      "node_modules/a": { version: "1.0.0", license: "MIT" },
      "node_modules/b/node_modules/a": { version: "2.0.0", license: "ISC" },
      "node_modules/c/node_modules/a": { version: "2.0.0", license: "ISC" },
      "node_modules/@scope/tool": { version: "1.0.0", license: "GPL-3.0", dev: true },
    },
  };
  const found = runtimePackages(JSON.stringify(lock));
  expect(found.map(({ name, version }) => `${name}@${version}`)).toEqual(["a@1.0.0", "a@2.0.0"]);
  expect(licenceList(found)).toContain("## ISC (1)\n\n- a 2.0.0\n");
});

test.each([
  ["GPL-3.0-only", false],
  ["(BSD-3-Clause OR GPL-2.0)", true],
  ["MIT AND GPL-2.0", false],
  ["MIT and ISC", true],
  ["SEE LICENSE IN LICENSE", false],
  [null, false],
])("the licence %s is allowed: %s", (license, allowed) => {
  const problems = licenceProblems([{ name: "some", version: "1.0.0", license }]);
  expect(problems.length === 0).toBe(allowed);
});

test("an exception is for its packages and its licence only", () => {
  const problems = (name: string, license: string | null) =>
    licenceProblems([{ name, version: "1.0.0", license }]).length;
  expect(problems("caniuse-lite", "CC-BY-4.0")).toBe(0);
  expect(problems("caniuse-lite", "GPL-3.0")).toBe(1);
  expect(problems("caniuse-heavy", "CC-BY-4.0")).toBe(1);
  expect(problems("seq-queue", null)).toBe(0);
  expect(problems("seq-queue", "GPL-3.0")).toBe(1);
});
