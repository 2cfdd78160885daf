import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeEdits } from "./merge-edits";

const forms = fc.record({
  name: fc.constantFrom("a", "b"),
  labels: fc.dictionary(fc.constantFrom("x", "y"), fc.constantFrom("1", "2"), { noNullPrototype: true }),
  hosts: fc.array(fc.constantFrom("p", "q"), { maxLength: 2 }),
});

const base = { hosts: ["a", "b"], labels: { x: "1" } as Record<string, string>, port: 80 };

describe("two edits of one form", () => {
  test("lose nothing: a change by one side only is taken as it is", () => {
    fc.assert(
      fc.property(forms, forms, (before, after) => {
        expect(mergeEdits(before, after, before)).toEqual({ merged: after, conflicts: [] });
        expect(mergeEdits(before, before, after)).toEqual({ merged: after, conflicts: [] });
        expect(mergeEdits(before, after, after)).toEqual({ merged: after, conflicts: [] });
      }),
    );
  });

  test("conflict in the same way, whichever side comes first", () => {
    fc.assert(
      fc.property(forms, forms, forms, (before, mine, theirs) => {
        const places = (conflicts: { path: unknown[] }[]) =>
          conflicts.map(({ path }) => path.join(".")).sort();
        const forward = mergeEdits(before, mine, theirs);
        const backward = mergeEdits(before, theirs, mine);
        expect(places(forward.conflicts)).toEqual(places(backward.conflicts));
        if (forward.conflicts.length === 0) expect(forward.merged).toEqual(backward.merged);
      }),
    );
  });

  test("of different fields and entries are combined", () => {
    const mine = { ...base, hosts: ["a2", "b"], labels: { x: "1", mine: "1" } };
    const theirs = { ...base, hosts: ["a", "b2"], labels: { x: "1", theirs: "1" }, port: 81 };
    expect(mergeEdits(base, mine, theirs)).toEqual({
      merged: { hosts: ["a2", "b2"], labels: { x: "1", mine: "1", theirs: "1" }, port: 81 },
      conflicts: [],
    });
  });

  test("of the same field show both sides", () => {
    const { merged, conflicts } = mergeEdits(base, { ...base, port: 81 }, { ...base, port: 82 });
    expect(conflicts).toEqual([{ path: ["port"], base: 80, mine: 81, theirs: 82 }]);
    expect(merged.port).toBe(81);
  });

  test("of a list to which one side added entries are a single conflict", () => {
    const mine = { ...base, hosts: ["a", "b", "c"] };
    const theirs = { ...base, hosts: ["a2", "b"] };
    expect(mergeEdits(base, mine, theirs).conflicts.map(({ path }) => path)).toEqual([["hosts"]]);
  });

  test("conflict if one side removed what the other one changed", () => {
    const mine = { ...base, labels: {} as Record<string, string> };
    const theirs = { ...base, labels: { x: "2" } };
    expect(mergeEdits(base, mine, theirs).conflicts).toEqual([
      { path: ["labels", "x"], base: "1", mine: undefined, theirs: "2" },
    ]);
  });
});
