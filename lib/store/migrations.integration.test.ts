import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("the migrations produce exactly the schema", () => {
  const check = spawnSync(process.execPath, ["scripts/generate.mjs", "--check"], { encoding: "utf8" });
  expect(check.stderr).toBe("");
  expect(check.status).toBe(0);
});
