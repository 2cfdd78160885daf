import { expect, it } from "vitest";
import { parseFieldSelector } from "./field-selector";
import { SelectorError } from "./label-selector";

const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "a", namespace: "x", uid: "1", resourceVersion: "1", creationTimestamp: "" },
  status: { phase: "Running" },
};

it("selects by the fields that the kind can be selected by, and by what they are not", () => {
  expect(parseFieldSelector("metadata.name=a,status.phase=Running", "", "pods")(pod)).toBe(true);
  expect(parseFieldSelector("status.phase!=Running", "", "pods")(pod)).toBe(false);
  expect(parseFieldSelector("metadata.namespace==y", "", "pods")(pod)).toBe(false);
});

it("refuses a field that Kubernetes would not select by", () => {
  expect(() => parseFieldSelector("spec.servers=x", "networking.istio.io", "gateways")).toThrow(
    SelectorError,
  );
  expect(() => parseFieldSelector("nonsense", "", "pods")).toThrow(SelectorError);
});
