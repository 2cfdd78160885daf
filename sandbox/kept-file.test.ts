import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { snapshot } from "./kept-file";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamia-kept-"));
  file = join(folder, "state.json");
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

test("the state is there after a restart", () => {
  const before = snapshot<number[]>(file, () => "[1,2]");
  before.changed();
  before.flush();
  expect(snapshot<number[]>(file, () => "[]").read()).toEqual([1, 2]);
});

test("many changes cause one write, and no change causes none", () => {
  vi.useFakeTimers();
  const text = vi.fn(() => "[]");
  const kept = snapshot(file, text);
  kept.flush();
  expect(text).not.toHaveBeenCalled();
  for (let change = 0; change < 5; change += 1) kept.changed();
  vi.advanceTimersByTime(100);
  kept.flush();
  expect(text).toHaveBeenCalledOnce();
  expect(readFileSync(file, "utf8")).toBe("[]");
});

test("nothing is kept without a file", () => {
  const text = vi.fn(() => "[]");
  const kept = snapshot(undefined, text);
  kept.changed();
  kept.flush();
  expect(kept.read()).toBeUndefined();
  expect(text).not.toHaveBeenCalled();
});

test("a snapshot that isn't JSON is rejected by name", () => {
  writeFileSync(file, "const state = 1;");
  expect(() => snapshot(file, () => "").read()).toThrow("state.json cannot be read");
});
