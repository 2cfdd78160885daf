import { describe, expect, test } from "vitest";
import type { ListedFinding } from "@/lib/api/finding";
import { filterOf } from "./finding-filters";
import { docsOf } from "./findings-board";
import { groupFindings, totalOf } from "./group-findings";

const finding = (code: string, severity: ListedFinding["severity"], namespace = "shop"): ListedFinding => ({
  id: `${code}/${namespace}`,
  link: "/",
  code,
  check: "check",
  severity,
  object: { kind: "Gateway", namespace, name: "gw" },
  path: [],
  message: "",
  remedy: "",
});

describe("groups of findings", () => {
  const list = [
    finding("IST0145", "error"),
    finding("IST0101", "error"),
    finding("IST0145", "warning", "web"),
  ];

  test("keep the order of the list, worst first, and lose none", () => {
    const groups = groupFindings(list, "code", new Map([["IST0145", "Two gateways in conflict"]]));
    expect(groups.map(({ title }) => title)).toEqual(["IST0145 · Two gateways in conflict", "IST0101"]);
    expect(groups.flatMap(({ findings }) => findings)).toHaveLength(list.length);
  });

  test("count all findings, not only those on the loaded pages", () => {
    const page = {
      counts: { error: 211, warning: 1, info: 0 },
      codes: [{ code: "IST0145", title: "", count: 150 }],
    };
    const more = { hasMore: true, isOfOneSeverity: false };
    const first = (by: Parameters<typeof totalOf>[1]) => {
      const [group] = groupFindings(list, by, new Map());
      if (!group) throw new Error("There is a group.");
      return group;
    };
    expect(totalOf(first("severity"), "severity", page, more)).toBe(211);
    expect(totalOf(first("code"), "code", page, more)).toBe(150);
    expect(totalOf(first("code"), "code", page, { ...more, isOfOneSeverity: true })).toBeNull();
    expect(totalOf(first("kind"), "kind", page, more)).toBeNull();
    expect(totalOf(first("kind"), "kind", page, { ...more, hasMore: false })).toBe(3);
  });

  test("are named in words by severity, and by virtual cluster", () => {
    expect(groupFindings(list, "severity", new Map()).map(({ title }) => title)).toEqual([
      "Errors",
      "Warnings",
    ]);
    expect(groupFindings(list, "virtual-cluster", new Map()).map(({ key }) => key)).toEqual(["shop", "web"]);
  });
});

test("only Istio's own codes lead to its documentation", () => {
  expect(docsOf("IST0145")).toMatch(/\/ist0145\/$/);
  expect(docsOf("LAM0001")).toBeNull();
});

test("omits from the request what the query parameters don't set", () => {
  const none = { q: "", vc: "", severity: null, code: "", kind: "", name: "" };
  expect(filterOf(none)).toEqual({});
  expect(filterOf({ ...none, vc: "shop", severity: "error" })).toEqual({
    virtualCluster: "shop",
    severity: "error",
  });
});
