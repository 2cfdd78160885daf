import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const [, ...journeys] = readFileSync(join(root, "docs", "tour-of-the-code.md"), "utf8").split(/^## /m);

describe.each(journeys.map((text) => [text.split("\n")[0] ?? "", text] as const))(
  "the journey %s",
  (_, text) => {
    const stops = [...text.matchAll(/^\d+\. (?:`(\w+)` in `([^`]+)`)?/gm)];

    test("has at most twelve stops", () => {
      expect(stops.length).toBeGreaterThan(5);
      expect(stops.length).toBeLessThanOrEqual(12);
    });

    test.each(stops.map(([stop, name = "", file = ""]) => [stop, name, file] as const))(
      "finds what it names: %s",
      (_stop, name, file) => {
        expect(readFileSync(join(root, file), "utf8")).toMatch(new RegExp(`export .*\\b${name}\\b`));
      },
    );
  },
);
