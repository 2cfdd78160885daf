import { expect, test } from "vitest";
import { findingText } from "./finding-text";

test.each([
  ["There is no Gateway a/b", "Create it", "There is no Gateway a/b. Create it."],
  ["It is gone.", "Is it?", "It is gone. Is it?"],
])("what is wrong and what to do are two sentences: %s", (message, remedy, text) => {
  expect(findingText({ message, remedy })).toBe(text);
});
