import { beforeEach, expect, test } from "vitest";
import {
  dropFilter,
  type FilterStorage,
  isSameQuery,
  keepFilter,
  mostFilters,
  readFilters,
} from "./saved-filters";

let kept: Map<string, string>;
let storage: FilterStorage;

beforeEach(() => {
  kept = new Map();
  storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
});

test("a filter is saved by name, for its list only", () => {
  keepFilter("Gateways", { name: "Waiting", query: "state=waiting" }, storage);
  keepFilter("Gateways", { name: "Mine", query: "q=shop&vc=demo" }, storage);
  expect(readFilters("Gateways", storage)).toEqual([
    { name: "Mine", query: "q=shop&vc=demo" },
    { name: "Waiting", query: "state=waiting" },
  ]);
  expect(readFilters("Services", storage)).toEqual([]);
});

test("a filter of the same name is replaced, and a deleted one is gone", () => {
  keepFilter("Gateways", { name: "Mine", query: "q=shop" }, storage);
  keepFilter("Gateways", { name: "Mine", query: "q=cart" }, storage);
  expect(readFilters("Gateways", storage)).toEqual([{ name: "Mine", query: "q=cart" }]);
  dropFilter("Gateways", "Mine", storage);
  expect(readFilters("Gateways", storage)).toEqual([]);
  expect(kept.size).toBe(0);
});

test("foreign content is ignored, and breaks nothing", () => {
  kept.set("lamia-filters:Gateways", '[{"name":"a","query":"q=a"},{"name":1},null,"x"]');
  expect(readFilters("Gateways", storage)).toEqual([{ name: "a", query: "q=a" }]);
  kept.set("lamia-filters:Gateways", "{");
  expect(readFilters("Gateways", storage)).toEqual([]);
});

test("a full browser storage, or a list with enough filters, is reported", () => {
  const full = {
    ...storage,
    setItem: () => {
      throw new Error("full");
    },
  };
  expect(keepFilter("Gateways", { name: "a", query: "q=a" }, full)).toBe(false);
  for (let index = 0; index < mostFilters; index += 1)
    expect(keepFilter("Gateways", { name: `f${index}`, query: "q=a" }, storage)).toBe(true);
  expect(keepFilter("Gateways", { name: "more", query: "q=a" }, storage)).toBe(false);
  expect(keepFilter("Gateways", { name: "f1", query: "q=b" }, storage)).toBe(true);
});

test("query parameters are equal in any order", () => {
  expect(isSameQuery("q=a&vc=b", "vc=b&q=a")).toBe(true);
  expect(isSameQuery("q=a", "q=a&vc=b")).toBe(false);
});
