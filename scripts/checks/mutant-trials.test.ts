import { describe, expect, test } from "vitest";
import { broken, nearestTests, pickOf } from "./mutant-trials";

const at = (line: number, from: number, to: number, endLine = line) => ({
  start: { line, column: from },
  end: { line: endLine, column: to },
});

test("a mutant replaces exactly what Stryker names, even over several lines", () => {
  const text = "if (a && b || c) {\n  stop();\n}\n";
  expect(broken(text, { location: at(1, 18, 2, 3), mutatorName: "BlockStatement", replacement: "{}" })).toBe(
    "if (a && b || c) {}\n",
  );
  expect(broken(text, { location: at(2, 3, 9), mutatorName: "CallExpression", replacement: "go()" })).toBe(
    "if (a && b || c) {\n  go();\n}\n",
  );
});

test("a mutated operator keeps its place among the others", () => {
  const mutant = { location: at(1, 5, 11), mutatorName: "LogicalOperator", replacement: "a || b" };
  expect(broken("if (a && b && c) {}", mutant)).toBe("if ((a || b) && c) {}");
});

describe("the nearest tests", () => {
  const imports = new Map([
    ["lib/dns/azure/azure.ts", ["lib/dns/azure/api.ts", "lib/gateway/failure.ts"]],
    ["lib/dns/registry.ts", ["lib/dns/azure/azure.ts"]],
    ["lib/acme/z.integration.test.ts", ["lib/dns/azure/azure.ts"]],
    ["lib/dns/b.integration.test.ts", ["lib/dns/azure/azure.ts"]],
    ["lib/dns/a.integration.test.ts", ["lib/dns/registry.ts"]],
    ["lib/dns/azure/azure.integration.test.ts", ["lib/dns/registry.ts"]],
    ["lib/dns/azure/api.test.ts", ["lib/dns/azure/api.ts"]],
    ["lib/dns/c.integration.test.ts", []],
  ]);

  test("are in the file's own folder first, then those of its room that the fewest imports lead from", () => {
    const tests = [
      "lib/dns/azure/azure.integration.test.ts",
      "lib/dns/b.integration.test.ts",
      "lib/dns/a.integration.test.ts",
    ];
    expect(nearestTests("lib/dns/azure/api.ts", imports, 9)).toEqual(tests);
    expect(nearestTests("lib/dns/azure/api.ts", imports, 2)).toEqual(tests.slice(0, 2));
  });

  test("are in other rooms if its own has none", () => {
    expect(nearestTests("lib/gateway/failure.ts", imports, 2)).toEqual([
      "lib/acme/z.integration.test.ts",
      "lib/dns/b.integration.test.ts",
    ]);
  });
});

test("a seed picks the same mutants in any order, and another seed picks others", () => {
  const mutants = Array.from({ length: 100 }, (_, line) => ({
    id: String(line),
    fileName: "lib/dns/registry.ts",
    location: at(line, 1, 2),
    mutatorName: "BooleanLiteral",
  }));
  expect(pickOf(mutants, 5, "7")).toEqual(pickOf(mutants.toReversed(), 5, "7"));
  expect(pickOf(mutants, 5, "7")).not.toEqual(pickOf(mutants, 5, "8"));
  expect(pickOf(mutants, 200, "7")).toHaveLength(100);
});
