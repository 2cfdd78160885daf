import { expect, test } from "vitest";
import type { KubernetesObject } from "@/lib/model/object";
import { changedPlaces, foreignFields, leftoversOf } from "./try-object";

const places = (before: unknown, after: unknown) =>
  changedPlaces(before, after)
    .map((path) => path.join("."))
    .sort();

test("a change is located as deep as possible, in maps and in lists", () => {
  expect(places({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } })).toEqual(["a.c"]);
  expect(places({ a: 1 }, { b: 1 })).toEqual(["a", "b"]);
  expect(places([{ n: 1, v: 1 }, { n: 2 }], [{ n: 1, v: 2 }, { n: 2 }])).toEqual(["0.v"]);
  expect(places([{ n: 1 }], [{ n: 1 }])).toEqual([]);
});

test("removed and added entries of a list have places, and its order counts as a whole", () => {
  expect(places(["a", "b", "c"], ["a", "c"])).toEqual(["1"]);
  expect(places(["a"], ["a", "b"])).toEqual(["1"]);
  expect(places(["a", "b"], ["b", "a"])).toEqual([""]);
  expect(places(["a", "b"], ["x"])).toEqual(["0", "1", "2"]);
});

const containers = [
  { name: "shop", image: "shop:1" },
  { name: "sidecar", image: "sidecar:1" },
];
const object = (spec: object) =>
  ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: "shop",
      managedFields: [
        {
          manager: "lamia",
          fieldsV1: { "f:spec": { "f:list": { 'k:{"name":"shop"}': { "f:image": {} } } } },
        },
        {
          manager: "kubectl",
          fieldsV1: {
            "f:spec": {
              "f:list": { 'k:{"name":"sidecar"}': { ".": {}, "f:image": {}, "f:name": {} } },
              "f:whole": {},
            },
          },
        },
      ],
    },
    spec,
  }) as KubernetesObject;

test("other owners are found for their entries of a keyed list, and for a list that they own as a whole", () => {
  const current = object({ list: containers, whole: ["a"] });
  const asked = (spec: object) => foreignFields(current, object(spec)).map(({ path }) => path.join("."));
  const [own, theirs] = containers;
  expect(asked({ list: [{ ...own, image: "shop:2" }, theirs], whole: ["a"] })).toEqual([]);
  expect(asked({ list: [own, { ...theirs, image: "sidecar:2" }], whole: ["a"] })).toEqual([
    "spec.list.1.image",
  ]);
  expect(asked({ list: [own], whole: ["a"] })).toEqual(["spec.list.1"]);
  expect(asked({ list: [...containers, { name: "more" }], whole: ["a"] })).toEqual([]);
  expect(asked({ list: containers, whole: ["a", "b"] })).toEqual(["spec.whole.1"]);
});

test.each([
  ["the same form leaves nothing", { a: 1, l: [{ p: 1 }] }, { a: 1, l: [{ p: 1 }] }, []],
  ["a key of a map", { labels: { a: "1" } }, { labels: { a: "1", b: "2" } }, [["labels", "b"]]],
  ["a field", { ports: [{ port: 1 }] }, { ports: [{ port: 1, name: "x" }] }, [["ports", 0, "name"]]],
  ["an entry of a list", { ports: [{ port: 1 }] }, { ports: [{ port: 2 }, { port: 1 }] }, [["ports", 0]]],
  ["another order is none", { l: [1, 2, 3] }, { l: [3, 1, 2] }, []],
  ["an empty value is none", { a: 1 }, { a: 1, b: {}, c: "", d: [] }, []],
  ["a value that another replaced is none", { a: 1 }, { a: 2 }, []],
  ["what was asked for and is not there is none", { a: 1, b: 1 }, { a: 1 }, []],
])("%s", (_, asked, shown, paths) => {
  expect(leftoversOf(asked, shown).map((leftover) => leftover.shown)).toEqual(paths);
});

test("a field of an entry at another position in the list is named in both forms", () => {
  const asked = { ports: [{ port: 1 }, { port: 2, name: "b" }] };
  const shown = {
    ports: [
      { port: 2, name: "b" },
      { port: 1, name: "a" },
    ],
  };
  expect(leftoversOf(asked, shown)).toEqual([{ asked: ["ports", 0, "name"], shown: ["ports", 1, "name"] }]);
});
