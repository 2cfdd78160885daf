import { expect, test } from "vitest";
import { onFirstToast, receiveToasts, showToast, type ToastMessage } from "./toast";

test("messages before the toaster has loaded make it load once and are not lost", () => {
  const seen: ToastMessage[] = [];
  let loads = 0;
  showToast({ title: "too early" });
  const stop = onFirstToast(() => {
    loads += 1;
  });
  expect(loads).toBe(1);
  const leave = receiveToasts((message) => seen.push(message));
  showToast({ title: "in time" });
  expect(seen.map((message) => message.title)).toEqual(["too early", "in time"]);
  leave();
  showToast({ title: "while it is away" });
  expect(seen).toHaveLength(2);
  receiveToasts((message) => seen.push(message))();
  expect(seen.at(-1)?.title).toBe("while it is away");
  stop();
});
