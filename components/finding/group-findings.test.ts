import { describe, expect, test } from "vitest";
import type { ListedFinding } from "@/lib/api/finding";
import { filterOf } from "./finding-filters";
import { docsOf } from "./finding-links";
import { groupFindings } from "./group-findings";

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

  test("stand in the order of the list, the worst first, and lose none", () => {
    const groups = groupFindings(list, "code", new Map([["IST0145", "Two gateways in conflict"]]));
    expect(groups.map(({ title }) => title)).toEqual(["IST0145 · Two gateways in conflict", "IST0101"]);
    expect(groups.flatMap(({ findings }) => findings)).toHaveLength(list.length);
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

test("what is not set in the address is not asked for", () => {
  const none = { q: "", vc: "", severity: null, code: "", kind: "", name: "" };
  expect(filterOf(none)).toEqual({});
  expect(filterOf({ ...none, vc: "shop", severity: "error" })).toEqual({
    virtualCluster: "shop",
    severity: "error",
  });
});
