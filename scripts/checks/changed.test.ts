import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changesSince, isOfPanel } from "./changed";

let folder: string;
const git = (...words: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...words], { cwd: folder });
const write = (name: string) => writeFileSync(join(folder, name), name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamia-changed-"));
  git("init", "-q", "-b", "main");
  write("old.ts");
  git("add", "-A");
  git("commit", "-qm", "old");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("on main, uncommitted and new files have changed; on a branch, its commits count too", () => {
  write("new.ts");
  expect(changesSince(undefined, folder).paths).toEqual(["new.ts"]);
  git("switch", "-qc", "branch");
  git("add", "-A");
  git("commit", "-qm", "new");
  write("newer.ts");
  expect(changesSince(undefined, folder).paths).toEqual(["new.ts", "newer.ts"]);
  expect(changesSince("HEAD", folder).paths).toEqual(["newer.ts"]);
});

test("tests, the sandbox and scripts are not part of the panel", () => {
  const paths = [
    "app/page.tsx",
    "lib/a.ts",
    "lib/a.test.ts",
    "sandbox/a.ts",
    "lib/a/testing/b.ts",
    "e2e/a.ts",
  ];
  expect(paths.filter(isOfPanel)).toEqual(["app/page.tsx", "lib/a.ts"]);
});
