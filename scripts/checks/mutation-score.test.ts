import { expect, test } from "vitest";
import { scoresOf, type Tried } from "./mutation-score";

const tried = (file: string, line: number, state: string): Tried => ({ file, line, state, what: "x" });

test("a folder's score is the share of tested mutants that were noticed", () => {
  const { lines, survivors } = scoresOf([
    tried("lib/b/two.ts", 2, "Survived"),
    tried("lib/b/two.ts", 1, "NoCoverage"),
    tried("lib/b/one.ts", 1, "Killed"),
    tried("lib/b/one.ts", 2, "Timeout"),
    tried("lib/b/one.ts", 3, "CompileError"),
    tried("lib/b/one.ts", 4, "Ignored"),
    tried("lib/a/one.ts", 1, "Killed"),
  ]);
  expect(lines.map((line) => line.replaceAll(/ +/g, " ").trim())).toEqual([
    "100.0 % 100.0 % of reached 1 of 1 lib/a",
    "50.0 % 66.7 % of reached 2 of 4 lib/b",
    "60.0 % 75.0 % of reached 3 of 5 all",
  ]);
  expect(survivors).toEqual(["lib/b/two.ts:1 NoCoverage x", "lib/b/two.ts:2 Survived x"]);
});
