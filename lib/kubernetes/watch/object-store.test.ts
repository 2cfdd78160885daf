import { expect, test } from "vitest";
import type { KubernetesObject } from "@/lib/model/object";
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
  return {
    store,
    log,
    changes: () => log.map(({ type, object: { metadata } }) => `${type} ${metadata.name}`),
  };
}

const at = (resourceVersion: string, isEarlierHistory = false) => ({ resourceVersion, isEarlierHistory });

test("a list adds and changes, deletes nothing, and returns what it lacks", () => {
  const { store, log, changes } = storeWithLog();
  store.merge([object("a", "1"), object("b", "2"), object("c", "3")], at("3"));
  log.length = 0;
  const doubts = store.merge([object("b", "2"), object("c", "5"), object("d", "6")], at("6"));
  expect(changes()).toEqual(["modified c", "added d"]);
  expect(doubts).toEqual([{ namespace: "demo", name: "a", held: store.get("demo", "a") }]);
  expect(store.list().map(({ metadata }) => metadata.name)).toEqual(["a", "b", "c", "d"]);
});

test("an object missing from a list goes when the server confirms it, unless it has been reported since", () => {
  const { store, log, changes } = storeWithLog();
  store.merge([object("a", "1"), object("b", "2")], at("2"));
  const [a, b] = store.merge([], at("9"));
  if (!a || !b) throw new Error("both are in doubt");
  store.change("modified", object("b", "10"));
  log.length = 0;
  expect(store.bury(a, "9")).toBe(true);
  expect(store.bury(b, "9")).toBe(true);
  expect(changes()).toEqual(["deleted a"]);
  expect(store.get("demo", "b")?.metadata.resourceVersion).toBe("10");
});

test("a list says nothing about later writes", () => {
  const { store } = storeWithLog();
  store.change("modified", object("a", "12"));
  expect(store.merge([], at("11"))).toEqual([]);
  expect(store.merge([object("a", "10")], at("11"))).toEqual([]);
  expect(store.get("demo", "a")?.metadata.resourceVersion).toBe("12");
});

test("a late read doesn't bring back a deleted object; a recreated one stays", () => {
  const { store, changes } = storeWithLog();
  store.change("added", object("a", "10", "demo", "first"));
  store.change("deleted", object("a", "15", "demo", "first"));
  store.change("modified", object("a", "12", "demo", "first"));
  expect(store.merge([object("a", "12", "demo", "first")], at("14"))).toEqual([]);
  expect(store.get("demo", "a")).toBeNull();
  store.change("modified", object("a", "16", "demo", "second"));
  expect(changes()).toEqual(["added a", "deleted a", "added a"]);
});

test("a late reply doesn't bring back an object that the server has confirmed as gone", () => {
  const { store } = storeWithLog();
  store.change("added", object("a", "10"));
  const [doubt] = store.merge([], at("20"));
  if (!doubt) throw new Error("it is in doubt");
  store.bury(doubt, "20");
  store.change("modified", object("a", "15"));
  expect(store.get("demo", "a")).toBeNull();
});

test("a restored server's objects are taken over, and missing ones go only once its history is as long", () => {
  const { store } = storeWithLog();
  store.merge([object("a", "90"), object("b", "95")], at("100"));
  const doubts = store.merge([object("a", "40")], at("50", true));
  expect(store.get("demo", "a")?.metadata.resourceVersion).toBe("40");
  expect(doubts.map(({ name }) => name)).toEqual(["b"]);
  const [doubt] = doubts;
  if (!doubt) throw new Error("it is in doubt");
  expect(store.bury(doubt, "60")).toBe(false);
  expect(store.get("demo", "b")).not.toBeNull();
  expect(store.bury(doubt, "96")).toBe(true);
});

test("objects that a restored server revives are verified, and new ones are accepted", () => {
  const { store } = storeWithLog();
  store.merge([object("a", "90"), object("b", "91")], at("100"));
  store.change("deleted", object("a", "101"));
  store.change("deleted", object("b", "102"));
  const [doubt] = store.merge([object("a", "40")], at("50", true));
  expect(store.get("demo", "a")).toBeNull();
  if (!doubt) throw new Error("it is in doubt");
  store.sight(doubt, object("a", "40"));
  expect(store.get("demo", "a")?.metadata.resourceVersion).toBe("40");
  store.change("added", object("b", "51", "demo", "b2"));
  expect(store.get("demo", "b")?.metadata.uid).toBe("b2");
});

test("a deletion or a successor from before the known version is verified and changes nothing", () => {
  const { store } = storeWithLog();
  store.change("added", object("a", "20"));
  const held = store.get("demo", "a");
  expect(store.change("deleted", object("a", "15"))).toEqual({ namespace: "demo", name: "a", held });
  expect(store.change("added", object("a", "15", "demo", "other"))).toEqual({
    namespace: "demo",
    name: "a",
    held,
  });
  expect(store.get("demo", "a")).toBe(held);
});

test("the number of remembered deletions is bounded; the oldest is forgotten first", () => {
  const { store } = storeWithLog();
  for (let index = 0; index < 5000; index += 1) store.change("deleted", object(`o${index}`, "100"));
  store.change("modified", object("o4999", "50"));
  store.change("modified", object("o0", "50"));
  expect(store.list().map(({ metadata }) => metadata.name)).toEqual(["o0"]);
});

test("the event of a write that was already stored reports nothing, nor do older ones", () => {
  const { store, changes } = storeWithLog();
  store.change("modified", object("a", "12"));
  store.change("modified", object("a", "11"));
  store.change("modified", object("a", "12"));
  expect(changes()).toEqual(["added a"]);
  expect(store.get("demo", "a")?.metadata.resourceVersion).toBe("12");
});

test("the late deletion of a predecessor doesn't remove its successor", () => {
  const { store } = storeWithLog();
  store.change("added", object("a", "20", "demo", "second"));
  store.change("deleted", object("a", "15", "demo", "first"));
  expect(store.get("demo", "a")?.metadata.uid).toBe("second");
  store.change("deleted", object("a", "21", "demo", "second"));
  expect(store.get("demo", "a")).toBeNull();
});

test("a change includes the previous state", () => {
  const { store, log } = storeWithLog();
  store.change("added", object("a", "1"));
  store.change("modified", object("a", "2"));
  expect(log[1]).toMatchObject({
    type: "modified",
    object: { metadata: { resourceVersion: "2" } },
    previous: { metadata: { resourceVersion: "1" } },
  });
});

test("lists are sorted, by namespace on request, and the same array until something changes", () => {
  const { store } = storeWithLog();
  store.merge([object("b", "1", "two"), object("a", "2", "two"), object("c", "3", "one")], at("3"));
  expect(store.list().map(({ metadata }) => metadata.name)).toEqual(["c", "a", "b"]);
  expect(store.list("two").map(({ metadata }) => metadata.name)).toEqual(["a", "b"]);
  expect(store.list("three")).toEqual([]);
  expect(store.list()).toBe(store.list());
  const two = store.list("two");
  store.change("added", object("d", "4", "one"));
  expect(store.list("two")).toBe(two);
  expect(store.list()).toHaveLength(4);
});

test("readers can't change stored objects", () => {
  const { store } = storeWithLog();
  store.change("added", object("a", "1"));
  const held = store.get("demo", "a");
  expect(() => {
    if (held) held.metadata.name = "other";
  }).toThrow(TypeError);
});

test("a late list doesn't replace newer knowledge", () => {
  const { store, changes } = storeWithLog();
  store.change("modified", object("a", "20"));
  store.merge([object("a", "10")], at("30"));
  expect(store.get("demo", "a")?.metadata.resourceVersion).toBe("20");
  expect(changes()).toEqual(["added a"]);
  store.merge([object("a", "25")], at("30"));
  expect(changes()).toEqual(["added a", "modified a"]);
});

test("a deletion reports the last state of the object, and one of an unknown object reports nothing", () => {
  const { store, log, changes } = storeWithLog();
  store.change("deleted", object("unknown", "5"));
  expect(log).toEqual([]);
  store.change("added", object("a", "10"));
  const before = store.get("demo", "a");
  store.change("deleted", object("a", "15"));
  expect(log[1]).toMatchObject({ type: "deleted", object: { metadata: { resourceVersion: "15" } } });
  expect(log[1]?.previous).toBe(before);
  store.change("added", object("b", "16"));
  const [doubt] = store.merge([], at("20"));
  const held = store.get("demo", "b");
  if (doubt) store.bury(doubt, "20");
  expect(changes().at(-1)).toBe("deleted b");
  expect(log.at(-1)?.object).toBe(held);
});

test("an object that is created again exists, and its end is remembered as the latest", () => {
  const { store } = storeWithLog();
  store.change("deleted", object("a", "10"));
  store.change("added", object("a", "11", "demo", "second"));
  store.change("deleted", object("a", "12", "demo", "second"));
  for (let index = 0; index < 4095; index += 1) store.change("deleted", object(`o${index}`, "100"));
  store.change("modified", object("a", "11", "demo", "second"));
  expect(store.get("demo", "a")).toBeNull();
  store.change("deleted", object("one-more", "100"));
  store.change("modified", object("a", "11", "demo", "second"));
  expect(store.get("demo", "a")).not.toBeNull();
});

test("a successor, or news about the same object, from before what is known changes nothing and raises no doubt", () => {
  const { store } = storeWithLog();
  store.change("added", object("a", "20"));
  const held = store.get("demo", "a");
  expect(store.change("modified", object("a", "15", "demo", "other"))).toBeNull();
  expect(store.change("added", object("a", "15"))).toBeNull();
  expect(store.change("modified", object("unheard-of", "1"))).toBeNull();
  expect(store.get("demo", "a")).toBe(held);
});

test("the answer to a doubt counts, unless something later was reported since, or it is about the deleted object", () => {
  const { store } = storeWithLog();
  const doubtOfA = () => {
    const [doubt] = store.merge([], at("100"));
    if (!doubt) throw new Error("it is in doubt");
    return doubt;
  };
  const version = () => store.get("demo", "a")?.metadata.resourceVersion;
  store.change("added", object("a", "20"));
  const first = doubtOfA();
  // Unchanged since the question: the answer is right, even if its version is an earlier one, as on a restored server.
  store.sight(first, object("a", "15"));
  expect(version()).toBe("15");
  const second = doubtOfA();
  store.change("modified", object("a", "30"));
  store.sight(second, object("a", "25"));
  expect(version()).toBe("30");
  store.sight(second, object("a", "31"));
  expect(version()).toBe("31");
  const third = doubtOfA();
  store.change("deleted", object("a", "40"));
  store.sight(third, object("a", "35"));
  expect(version()).toBeUndefined();
});

test("stored objects can't be changed at any depth, and may contain values that aren't objects", () => {
  const { store } = storeWithLog();
  const deep = { ...object("a", "1"), spec: { hosts: ["a"], nothing: null, count: 1 } };
  store.change("added", deep);
  expect(() => deep.spec.hosts.push("b")).toThrow(TypeError);
  expect(store.get("demo", "a")).toEqual(deep);
});
