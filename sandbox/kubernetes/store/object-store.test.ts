import { describe, expect, it } from "vitest";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { createObjectStore } from "./object-store";

const gateways = { group: "networking.istio.io", plural: "gateways" };

function gateway(name: string, namespace = "a"): StoredObject {
  const metadata = { name, namespace, uid: name, resourceVersion: "", creationTimestamp: "" };
  return { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata };
}

describe("the object store", () => {
  it("lists by namespace and name, in any order of writing", () => {
    const store = createObjectStore(10);
    for (const [namespace, name] of [
      ["b", "x"],
      ["a", "z"],
      ["a", "c"],
      ["ab", "q"],
    ]) {
      store.commit(gateways, gateway(name ?? "", namespace));
    }
    const names = [...store.range(gateways)].map(
      ({ object }) => `${object.metadata.namespace}/${object.metadata.name}`,
    );
    expect(names).toEqual(["a/c", "a/z", "ab/q", "b/x"]);
    expect([...store.range(gateways, "a")]).toHaveLength(2);
    expect([...store.range(gateways, "a", "a/c")].map(({ object }) => object.metadata.name)).toEqual(["z"]);
  });

  it("gives every change a higher version, including deletions", () => {
    const store = createObjectStore(10);
    const versions = [
      store.commit(gateways, gateway("x")).version,
      store.commit(gateways, gateway("x")).version,
      store.drop(gateways, "a", "x")?.version,
    ];
    expect(versions).toEqual([1, 2, 3]);
  });

  it("replays the events after a version, and says when it no longer has them all", () => {
    const store = createObjectStore(3);
    for (let count = 0; count < 6; count += 1) store.commit(gateways, gateway("x"));
    expect(
      store
        .history(gateways)
        .since(4)
        ?.map(({ entry }) => entry.version),
    ).toEqual([5, 6]);
    expect(store.history(gateways).since(2)).toBeNull();
    expect(store.history(gateways).since(6)).toEqual([]);
  });

  it("sends all listeners the same order, even when a listener writes", () => {
    const store = createObjectStore(10);
    store.subscribe(({ entry }) => {
      if (entry.object.metadata.name === "first") store.commit(gateways, gateway("second"));
    });
    const received: string[] = [];
    store.subscribe(({ entry }) => received.push(entry.object.metadata.name));
    store.commit(gateways, gateway("first"));
    expect(received).toEqual(["first", "second"]);
  });
});
