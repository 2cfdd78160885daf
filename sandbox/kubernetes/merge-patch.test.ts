import { describe, expect, it } from "vitest";
import { builtInSchema } from "@/sandbox/kubernetes/resources/resource-type";
import { mergeRules } from "@/sandbox/kubernetes/schema/published-definitions";
import { applyMergePatch, applyStrategicMergePatch, StrategicMergePatchError } from "./patch";

it("a merge patch merges maps, replaces lists, removes by null and leaves the document alone", () => {
  const document = { spec: { selector: { a: "1", b: "2" }, servers: [1, 2] }, kept: true };
  const patched = applyMergePatch(document, { spec: { selector: { b: null, c: "3" }, servers: [3] } });
  expect(patched).toEqual({ spec: { selector: { a: "1", c: "3" }, servers: [3] }, kept: true });
  expect(document.spec.selector).toEqual({ a: "1", b: "2" });
});

const schema = mergeRules(builtInSchema("apps", "v1", "Deployment"));

function withContainers(...containers: unknown[]) {
  return { spec: { template: { spec: { containers } } } };
}

describe("a strategic merge patch", () => {
  it("merges containers by name, their environment by name and their ports by containerPort", () => {
    const live = withContainers(
      {
        name: "shop",
        image: "shop:1",
        env: [{ name: "A", value: "1" }],
        ports: [{ containerPort: 80, name: "x" }],
      },
      { name: "side", image: "side:1" },
    );
    const patch = withContainers({
      name: "shop",
      image: "shop:2",
      env: [{ name: "B", value: "2" }],
      ports: [{ containerPort: 80, name: "y" }],
    });
    expect(applyStrategicMergePatch(live, patch, schema)).toEqual(
      withContainers(
        {
          name: "shop",
          image: "shop:2",
          env: [
            { name: "A", value: "1" },
            { name: "B", value: "2" },
          ],
          ports: [{ containerPort: 80, name: "y" }],
        },
        { name: "side", image: "side:1" },
      ),
    );
  });

  it("deletes an item with $patch: delete, and orders the rest by $setElementOrder", () => {
    const live = withContainers({ name: "a" }, { name: "b" }, { name: "c" });
    const patch = {
      spec: {
        template: {
          spec: {
            "$setElementOrder/containers": [{ name: "c" }, { name: "a" }],
            containers: [{ name: "b", $patch: "delete" }],
          },
        },
      },
    };
    expect(applyStrategicMergePatch(live, patch, schema)).toEqual(
      withContainers({ name: "c" }, { name: "a" }),
    );
  });

  it("keeps only the fields in $retainKeys", () => {
    const live = { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } } };
    const patch = { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } };
    expect(applyStrategicMergePatch(live, patch, schema)).toEqual({
      spec: { strategy: { type: "Recreate" } },
    });
  });

  it("removes members of a set with $deleteFromPrimitiveList and adds new ones once", () => {
    const live = { metadata: { finalizers: ["a", "b"] } };
    const patch = { metadata: { finalizers: ["b", "c"], "$deleteFromPrimitiveList/finalizers": ["a"] } };
    expect(applyStrategicMergePatch(live, patch, schema)).toEqual({ metadata: { finalizers: ["b", "c"] } });
  });

  it("replaces a map with $patch: replace, and a whole list when it has no merge key", () => {
    const live = { spec: { selector: { a: "1" }, paused: true, tolerations: [1] } };
    const patch = { spec: { $patch: "replace", selector: { b: "2" } } };
    expect(applyStrategicMergePatch(live, patch, schema)).toEqual({ spec: { selector: { b: "2" } } });
    const whole = applyStrategicMergePatch(live, { spec: { tolerations: [2] } }, schema);
    expect(whole).toMatchObject({ spec: { tolerations: [2], paused: true } });
  });

  it("rejects an item without its merge key", () => {
    const patch = withContainers({ image: "x" });
    expect(() => applyStrategicMergePatch(withContainers(), patch, schema)).toThrow(StrategicMergePatchError);
  });
});
