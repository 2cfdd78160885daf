import { describe, expect, it } from "vitest";
import { labelSelectorMatcher, parseFieldSelector, parseLabelSelector, SelectorError } from "./selectors";

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

  it("matches an object without labels only if it requires none", () => {
    expect(parseLabelSelector("app")(undefined)).toBe(false);
    expect(parseLabelSelector("!app")(undefined)).toBe(true);
  });

  it("rejects an invalid selector", () => {
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

const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "a", namespace: "x", uid: "1", resourceVersion: "1", creationTimestamp: "" },
  status: { phase: "Running" },
};

it("selects by the kind's fields, equal or not", () => {
  expect(parseFieldSelector("metadata.name=a,status.phase=Running", "", "pods")(pod)).toBe(true);
  expect(parseFieldSelector("status.phase!=Running", "", "pods")(pod)).toBe(false);
  expect(parseFieldSelector("metadata.namespace==y", "", "pods")(pod)).toBe(false);
});

it("rejects a field that Kubernetes can't select by", () => {
  expect(() => parseFieldSelector("spec.servers=x", "networking.istio.io", "gateways")).toThrow(
    SelectorError,
  );
  expect(() => parseFieldSelector("nonsense", "", "pods")).toThrow(SelectorError);
});
