import { describe, expect, it } from "vitest";
import { labelSelectorMatcher, parseLabelSelector, SelectorError } from "./label-selector";

const labels = { app: "shop", version: "v1", "lamia.dev/managed": "true" };

describe("a label selector", () => {
  it.each([
    ["app=shop", true],
    ["app==shop,version=v1", true],
    ["app!=shop", false],
    ["missing!=x", true],
    ["version in (v1, v2),app", true],
    ["version notin (v1)", false],
    ["missing notin (v1)", true],
    ["!missing", true],
    ["! app", false],
    ["lamia.dev/managed=true", true],
    ["", true],
  ])("reads %j", (text, expected) => {
    expect(parseLabelSelector(text)(labels)).toBe(expected);
  });

  it("matches an object without labels only where nothing is asked of them", () => {
    expect(parseLabelSelector("app")(undefined)).toBe(false);
    expect(parseLabelSelector("!app")(undefined)).toBe(true);
  });

  it("refuses what is no selector", () => {
    for (const text of ["a b c", "-x=1", "=x"]) expect(() => parseLabelSelector(text)).toThrow(SelectorError);
  });

  it("reads matchLabels and matchExpressions of an object", () => {
    const selector = {
      matchLabels: { app: "shop" },
      matchExpressions: [
        { key: "version", operator: "In", values: ["v1"] },
        { key: "tier", operator: "DoesNotExist" },
      ],
    };
    expect(labelSelectorMatcher(selector)(labels)).toBe(true);
    expect(labelSelectorMatcher(selector)({ ...labels, tier: "x" })).toBe(false);
  });
});
