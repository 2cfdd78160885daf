import { expect, test } from "vitest";
import type { KubernetesObject } from "./object";
import { createObjectStore, type StoredChange } from "./object-store";

function object(name: string, resourceVersion: string, namespace = "demo", uid = name): KubernetesObject {
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace, resourceVersion, uid } };
}

function storeWithLog() {
  const log: StoredChange<KubernetesObject>[] = [];
  const store = createObjectStore(
    (each) => each,
    (change) => log.push(change),
  );
  return { store, log, told: () => log.map(({ type, object: { metadata } }) => `${type} ${metadata.name}`) };
}

test("a second list tells only what differs from the first", () => {
  const { store, log, told } = storeWithLog();
  store.replace([object("a", "1"), object("b", "2"), object("c", "3")]);
  log.length = 0;
  store.replace([object("b", "2"), object("c", "5"), object("d", "6")]);
  expect(told()).toEqual(["deleted a", "modified c", "added d"]);
  expect(store.list().map(({ metadata }) => metadata.name)).toEqual(["b", "c", "d"]);
});

test("the event of a write that was already taken over tells nothing, nor do older ones", () => {
  const { store, told } = storeWithLog();
  store.change("modified", object("a", "12"));
  store.change("modified", object("a", "11"));
  store.change("modified", object("a", "12"));
  expect(told()).toEqual(["added a"]);
  expect(store.get("demo", "a")?.metadata.resourceVersion).toBe("12");
});

test("the late deletion of a predecessor does not take away its successor", () => {
  const { store } = storeWithLog();
  store.change("added", object("a", "20", "demo", "second"));
  store.change("deleted", object("a", "15", "demo", "first"));
  expect(store.get("demo", "a")?.metadata.uid).toBe("second");
  store.change("deleted", object("a", "21", "demo", "second"));
  expect(store.get("demo", "a")).toBeNull();
});

test("a change carries what stood before", () => {
  const { store, log } = storeWithLog();
  store.change("added", object("a", "1"));
  store.change("modified", object("a", "2"));
  expect(log[1]).toMatchObject({
    type: "modified",
    object: { metadata: { resourceVersion: "2" } },
    previous: { metadata: { resourceVersion: "1" } },
  });
});

test("lists are sorted, by namespace when asked, and the same array until something changes", () => {
  const { store } = storeWithLog();
  store.replace([object("b", "1", "two"), object("a", "2", "two"), object("c", "3", "one")]);
  expect(store.list().map(({ metadata }) => metadata.name)).toEqual(["c", "a", "b"]);
  expect(store.list("two").map(({ metadata }) => metadata.name)).toEqual(["a", "b"]);
  expect(store.list("three")).toEqual([]);
  expect(store.list()).toBe(store.list());
  const two = store.list("two");
  store.change("added", object("d", "4", "one"));
  expect(store.list("two")).toBe(two);
  expect(store.list()).toHaveLength(4);
});

test("what is stored cannot be changed by its readers", () => {
  const { store } = storeWithLog();
  store.change("added", object("a", "1"));
  const held = store.get("demo", "a");
  expect(() => {
    if (held) held.metadata.name = "other";
  }).toThrow(TypeError);
});
