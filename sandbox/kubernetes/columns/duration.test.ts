import { expect, it } from "vitest";
import { humanDuration } from "./duration";

it.each([
  [0, "0s"],
  [119, "119s"],
  [120, "2m"],
  [200, "3m20s"],
  [3_600, "60m"],
  [3 * 3_600, "3h"],
  [3 * 3_600 + 660, "3h11m"],
  [49 * 3_600, "2d1h"],
  [30 * 86_400, "30d"],
  [800 * 86_400, "2y70d"],
])("an age of %i seconds is shown as %s", (seconds, text) => {
  expect(humanDuration(seconds * 1000)).toBe(text);
});
