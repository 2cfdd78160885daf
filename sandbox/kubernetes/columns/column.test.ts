import { expect, it } from "vitest";
import { customColumns, humanDuration } from "./column";

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

it("a column shows the value at its path in its type, and nothing when there is none", () => {
  const additionalPrinterColumns = [
    { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: "Revision", type: "integer", jsonPath: ".status.revision" },
    { name: "Paused", type: "boolean", jsonPath: ".spec.paused" },
    { name: "Hosts", type: "string", jsonPath: ".spec.hosts", priority: 1 },
    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
    { name: "Odd", type: "string", jsonPath: ".a..b" },
  ];
  const columns = customColumns({ additionalPrinterColumns });
  const now = new Date("2026-01-01T00:05:00Z");
  const cells = (object: object) => columns.map((column) => column.cell(object, now));
  const whole = {
    metadata: { name: "c", creationTimestamp: "2026-01-01T00:00:00Z" },
    spec: { paused: false, hosts: ["a.test"] },
    status: { revision: 0, conditions: [{ type: "Ready", status: "True" }] },
  };
  expect(cells(whole)).toEqual(["c", "True", 0, false, '["a.test"]', "5m", null]);
  expect(cells({ metadata: { name: "c" } })).toEqual(["c", null, null, null, null, null, null]);
  expect(columns.map(({ type }) => type)).toEqual([
    "string",
    "string",
    "integer",
    "boolean",
    "string",
    "string",
    "string",
  ]);
  expect(columns[4]?.priority).toBe(1);
});
