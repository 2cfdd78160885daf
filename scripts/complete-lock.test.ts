import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingOptionalPackages } from "./complete-lock.mjs";

test("the lock file names every optional package, so that `npm ci` accepts it on any platform", () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package-lock.json"), "utf8"));
  const missing = Object.keys(missingOptionalPackages(lock));
  expect(missing, "run: node scripts/complete-lock.mjs").toEqual([]);
});

test("a missing package is added with its platform, and a nested one is found", () => {
  const packages = {
    "": {},
    "node_modules/tool": {
      version: "2.0.0",
      dev: true,
      optionalDependencies: { "@tool/win32-x64": "2.0.0", "@tool/linux-arm-musleabihf": "2.0.0" },
    },
    "node_modules/old": { version: "1.0.0", optionalDependencies: { "@old/linux-arm64": "1.0.0" } },
    "node_modules/old/node_modules/@old/linux-arm64": { version: "1.0.0" },
  };
  expect(missingOptionalPackages({ packages })).toEqual({
    "node_modules/@tool/win32-x64": {
      version: "2.0.0",
      cpu: ["x64"],
      os: ["win32"],
      dev: true,
      optional: true,
    },
    "node_modules/@tool/linux-arm-musleabihf": {
      version: "2.0.0",
      cpu: ["arm"],
      os: ["linux"],
      libc: ["musl"],
      dev: true,
      optional: true,
    },
  });
});
