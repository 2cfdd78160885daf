import { expect, it } from "vitest";
import { focusStep } from "./walk-table";

const steps = (...states: ("pending" | "running" | "done" | "waiting" | "blocked" | "failed")[]) =>
  states.map((state, index) => ({ state, index }));

it("a step that waits for you comes before anything in progress", () => {
  expect(focusStep(steps("done", "running", "failed", "blocked"))?.index).toBe(3);
});

it("a running step comes before a waiting one", () => {
  expect(focusStep(steps("done", "waiting", "running"))?.index).toBe(2);
});

it("a finished walk focuses the last step", () => {
  expect(focusStep(steps("done", "done", "done"))?.index).toBe(2);
});

it("a walk that hasn't started focuses the first step; no steps, nothing", () => {
  expect(focusStep(steps("pending", "pending"))?.index).toBe(0);
  expect(focusStep([])).toBeUndefined();
});
