import fc from "fast-check";
import { expect, test } from "vitest";
import { printCondition } from "@/lib/istio/condition/condition";
import { matchFromCondition } from "@/lib/istio/condition/match";
import { parseCondition } from "@/lib/istio/condition/parse";
import { conditions } from "@/lib/istio/testing/arbitraries";
import { type BuilderNode, conditionOf, newTermNode, treeOf, withNode, withSubject } from "./builder-tree";

const read = (text: string) => {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
};
const written = (node: BuilderNode) => printCondition(conditionOf(node));

test.each([
  "",
  'uri prefix "/a"',
  'not header "x" present',
  'uri prefix "/a" and (header "x" exact "1" or cookie "y" exact "2")',
  'not (header "x" exact "1" or not header "y" present)',
  'method exact "GET" or uri exact "/" and not header "x" present',
])("the builder says what the text says: %s", (text) => {
  expect(written(treeOf(read(text)))).toBe(text);
});

test("a double negation is shown as none", () => {
  expect(written(treeOf(read('not not header "x" present')))).toBe('header "x" present');
});

test("changing or removing one row leaves all others alone", () => {
  const root = treeOf(read('uri prefix "/a" and (header "x" exact "1" or header "y" exact "2")'));
  const group = root.children[1];
  if (group?.kind !== "or") throw new Error("a group is expected");
  const row = group.children[0] as BuilderNode;
  const negated = withNode(root, row.id, (node) => ({ ...node, negated: true }));
  expect(written(negated)).toBe('uri prefix "/a" and (not header "x" exact "1" or header "y" exact "2")');
  expect(written(withNode(root, row.id, () => null))).toBe('uri prefix "/a" and header "y" exact "2"');
  expect(written(withNode(root, root.id, () => null))).toBe("");
});

test("another subject keeps operator, name and value if it supports them", () => {
  const { term } = newTermNode("http");
  const header = withSubject({ ...term, value: "/a" }, "header");
  expect(header).toEqual({ kind: "term", subject: "header", name: "", operator: "prefix", value: "/a" });
  expect(withSubject(header, "port")).toEqual({
    kind: "term",
    subject: "port",
    operator: "exact",
    value: "/a",
  });
});

test("rows, text and match agree for any condition", () => {
  fc.assert(
    fc.property(conditions, (condition) => {
      const rows = treeOf(condition);
      const text = written(rows);
      expect(written(treeOf(read(text)))).toBe(text);
      expect(matchFromCondition(conditionOf(rows), "http")).toEqual(matchFromCondition(condition, "http"));
    }),
  );
});
