import { expect, test, vi } from "vitest";
import { holdLeaving, leaveBy } from "./unsaved-guard";

test("one leaves at once while nothing would be lost", () => {
  const go = vi.fn();
  leaveBy(go);
  expect(go).toHaveBeenCalledOnce();
});

test("while a page is held, leaving waits for its word, and an older page's end does not let go of a newer", () => {
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
