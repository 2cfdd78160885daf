import { expect, test, vi } from "vitest";
import { asFailure, Failure } from "./failure";

test("a failure from a second copy of the module is still recognized", async () => {
  vi.resetModules();
  const other = await import("./failure");
  expect(other.Failure).not.toBe(Failure);
  const thrown = new other.Failure("unreachable", "The Kubernetes API does not answer.");
  expect(asFailure(thrown)).toBe(thrown);
  expect(thrown instanceof Failure).toBe(true);
});

test("anything else is unknown, and its message is not shown", () => {
  for (const thrown of [new Error("password=hunter2"), "hunter2", null, undefined]) {
    const failure = asFailure(thrown);
    expect(failure.kind).toBe("unknown");
    expect(failure.message).not.toContain("hunter2");
  }
});
