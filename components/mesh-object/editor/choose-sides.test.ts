import { expect, test } from "vitest";
import { mergeEdits } from "@/lib/istio/edit/merge-edits";
import { chooseSides } from "./conflict-dialog";

const base = { timeout: "1s", hosts: ["a", "b"], labels: { team: "x" } as Record<string, string>, note: "n" };
const mine = { timeout: "2s", hosts: ["a", "mine"], labels: {}, note: "n" };
const theirs = { timeout: "3s", hosts: ["a", "theirs"], labels: { team: "y" }, note: "their note" };

test("either side can win, conflict by conflict, and everything else is merged", () => {
  const joined = mergeEdits<typeof base>(base, mine, theirs);
  const paths = joined.conflicts.map(({ path }) => path.join("."));
  expect(paths).toEqual(["timeout", "hosts.1", "labels.team"]);
  expect(chooseSides(joined, new Set())).toEqual({ ...mine, note: "their note" });
  expect(chooseSides(joined, new Set([1, 2]))).toEqual({
    timeout: "2s",
    hosts: ["a", "theirs"],
    labels: { team: "y" },
    note: "their note",
  });
  expect(chooseSides(joined, new Set([0, 1, 2]))).toEqual(theirs);
});

test("a field that the chosen side removed is gone", () => {
  const joined = mergeEdits<{ a?: number }>({ a: 1 }, { a: 2 }, {});
  expect(chooseSides(joined, new Set([0]))).toEqual({});
});
