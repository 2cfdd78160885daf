import { expect, test, vi } from "vitest";
import { holdLeaving, leaveBy } from "./unsaved-guard";

test("you leave at once if nothing would be lost", () => {
  const go = vi.fn();
  leaveBy(go);
  expect(go).toHaveBeenCalledOnce();
});

test("leaving a guarded page waits for its answer, and the end of an older page doesn't release a newer one", () => {
  const go = vi.fn();
  const asked: (() => void)[] = [];
  const endOlder = holdLeaving(() => {});
  const end = holdLeaving((wanted) => asked.push(wanted));
  endOlder();
  leaveBy(go);
  expect(go).not.toHaveBeenCalled();
  asked[0]?.();
  expect(go).toHaveBeenCalledOnce();
  end();
  leaveBy(go);
  expect(go).toHaveBeenCalledTimes(2);
});
