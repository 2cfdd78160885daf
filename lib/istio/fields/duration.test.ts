import { expect, test } from "vitest";
import { durationInSeconds, durationSchema } from "./duration";

const problem = (text: string) => {
  const read = durationSchema.safeParse(text);
  return read.success ? null : read.error.issues[0]?.message;
};

test("durations of whole milliseconds are accepted, and a plain number means seconds", () => {
  for (const text of ["", "1ms", "3s", "1.1s", "500ms", "1m30s", "1.5h", "0h0m1s"])
    expect(problem(text), text).toBeNull();
  expect(durationSchema.parse(" 2.5 ")).toBe("2.5s");
  expect(durationInSeconds("1h1m1s1ms")).toBeCloseTo(3661.001, 6);
});

test("what Istio refuses is reported: zero, less than a millisecond, fractions of one, other units", () => {
  for (const text of ["0", "0s", "0.5ms"]) expect(problem(text), text).toMatch(/shortest duration is 1ms/);
  for (const text of ["1.5ms", "1.0001s"]) expect(problem(text), text).toMatch(/whole milliseconds/);
  for (const text of ["abc", "-1s", "1us", "1 s", "s"]) expect(problem(text), text).toMatch(/such as 3s/);
});
