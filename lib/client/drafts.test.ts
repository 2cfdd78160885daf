import { expect, test } from "vitest";
import {
  type DraftStorage,
  dropAllDrafts,
  dropDraft,
  keepDraft,
  largestDraft,
  mostDrafts,
  readDraft,
} from "./drafts";

function storageOf(limit = Number.POSITIVE_INFINITY): DraftStorage {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, text) => {
      if (text.length > limit) throw new DOMException("full", "QuotaExceededError");
      map.set(key, text);
    },
    removeItem: (key) => void map.delete(key),
  };
}

test("a draft comes back with its time, and an equal one keeps its time", () => {
  const storage = storageOf();
  expect(keepDraft("a", { name: "shop" }, 1_000, storage)).toBe(true);
  expect(keepDraft("a", { name: "shop" }, 2_000, storage)).toBe(true);
  expect(readDraft("a", storage)).toEqual({ at: 1_000, content: { name: "shop" } });
  keepDraft("a", { name: "shops" }, 3_000, storage);
  expect(readDraft("a", storage)?.at).toBe(3_000);
});

test("saving or discarding leaves nothing behind, unless there was later input", () => {
  const storage = storageOf();
  keepDraft("a", 1, 1_000, storage);
  dropDraft("a", { storage, upTo: 999 });
  expect(readDraft("a", storage)).not.toBeNull();
  dropDraft("a", { storage });
  keepDraft("b", 1, 1_000, storage);
  storage.setItem("theme", "dark");
  dropAllDrafts(storage);
  expect(storage.length).toBe(1);
});

test("drafts are limited in size and number; a full or broken storage loses the draft, not the page", () => {
  const storage = storageOf();
  for (let number = 0; number < mostDrafts + 5; number++) keepDraft(`f${number}`, number, number, storage);
  expect(storage.length).toBe(mostDrafts);
  expect(readDraft("f4", storage)).toBeNull();
  expect(readDraft("f20", storage)?.content).toBe(20);
  expect(keepDraft("f20", "x".repeat(largestDraft), 99, storage)).toBe(false);
  expect(readDraft("f20", storage)).toBeNull();
  expect(keepDraft("a", "too much", 1, storageOf(3))).toBe(false);
  storage.setItem("lamia-draft:bad", "{");
  expect(readDraft("bad", storage)).toBeNull();
});
