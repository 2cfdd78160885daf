import { expect, it } from "vitest";
import { focusStep } from "./walk-table";

const steps = (...states: ("pending" | "running" | "done" | "waiting" | "blocked" | "failed")[]) =>
  states.map((state, index) => ({ state, index }));

it("a step that waits for a person comes before everything that goes on", () => {
  expect(focusStep(steps("done", "running", "failed", "blocked"))?.index).toBe(3);
});

it("what runs comes before what waits", () => {
  expect(focusStep(steps("done", "waiting", "running"))?.index).toBe(2);
});

it("of a walk at its end, the last step", () => {
  expect(focusStep(steps("done", "done", "done"))?.index).toBe(2);
});

it("of a walk not begun, the first step; of none, nothing", () => {
  expect(focusStep(steps("pending", "pending"))?.index).toBe(0);
  expect(focusStep([])).toBeUndefined();
});
