import { expect, test } from "vitest";
import { labelProblems, relabeled } from "./relabel";

const labels = { app: "shop", team: "a" };

test("a label is added to the others, or replaces its own value", () => {
  expect(relabeled(labels, { action: "set", key: "tier", value: "web" })).toEqual({ ...labels, tier: "web" });
  expect(relabeled(labels, { action: "set", key: "team", value: "" })).toEqual({ app: "shop", team: "" });
});

test("a label is removed, and the others stay", () => {
  expect(relabeled(labels, { action: "remove", key: "team", value: "" })).toEqual({ app: "shop" });
});

test("a change without effect returns the same labels, so nothing is saved", () => {
  expect(relabeled(labels, { action: "set", key: "team", value: "a" })).toBe(labels);
  expect(relabeled(labels, { action: "remove", key: "tier", value: "" })).toBe(labels);
  expect(relabeled(labels, { action: "remove", key: "toString", value: "" })).toBe(labels);
});

test("keys and values must be valid in Kubernetes", () => {
  const problems = (key: string, value: string) => labelProblems({ action: "set", key, value });
  expect(problems("example.com/team", "shop-1")).toEqual({ key: null, value: null });
  expect(problems("team", "")).toEqual({ key: null, value: null });
  expect(problems("", "x").key).not.toBeNull();
  expect(problems("my team", "x").key).not.toBeNull();
  expect(problems("team", "-shop").value).not.toBeNull();
  expect(labelProblems({ action: "remove", key: "team", value: "-shop" }).value).toBeNull();
});
