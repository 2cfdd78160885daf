import { expect, test } from "vitest";
import { liveStateOf } from "./live-indicator";

test("the header says Live only while the stream is open and the whole cluster is visible", () => {
  expect(liveStateOf("live", "connected")).toBe("live");
  expect(liveStateOf("live", "reconnecting")).toBe("away");
  expect(liveStateOf("live", "refused")).toBe("away");
  expect(liveStateOf("live", "partial")).toBe("partial");
  expect(liveStateOf("live", undefined)).toBe("connecting");
  expect(liveStateOf("reconnecting", "connected")).toBe("reconnecting");
  expect(liveStateOf("connecting", "reconnecting")).toBe("connecting");
});
