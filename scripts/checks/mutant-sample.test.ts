import { expect, test } from "vitest";
import { isInSample } from "./mutant-sample";

const mutants = Array.from({ length: 1000 }, (_, line) => ({
  id: String(line),
  fileName: "/tmp/anywhere/lib/gateway/walk.ts",
  location: { start: { line, column: 2 }, end: { line, column: 7 } },
  mutatorName: "BooleanLiteral",
  replacement: "true",
}));

test("a sample has about the requested share, and a larger sample contains a smaller one", () => {
  const small = mutants.filter((mutant) => isInSample(mutant, 0.1, "7"));
  const large = mutants.filter((mutant) => isInSample(mutant, 0.2, "7"));
  expect(small.length).toBeGreaterThan(70);
  expect(small.length).toBeLessThan(130);
  expect(large).toEqual(expect.arrayContaining(small));
});

test("a seed picks the same places wherever the project is, and another seed picks others", () => {
  const elsewhere = mutants.map((mutant) => ({ ...mutant, fileName: "lib/gateway/walk.ts" }));
  const lines = (of: typeof mutants, seed: string) =>
    of.filter((mutant) => isInSample(mutant, 0.1, seed)).map(({ location }) => location.start.line);
  expect(lines(elsewhere, "7")).toEqual(lines(mutants, "7"));
  expect(lines(mutants, "8")).not.toEqual(lines(mutants, "7"));
});
