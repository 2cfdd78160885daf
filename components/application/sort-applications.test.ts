import { expect, it } from "vitest";
import type { ApplicationView } from "@/lib/api/application";
import { sortApplications } from "./sort-applications";

function row(name: string, of: Partial<ApplicationView> = {}) {
  return { name, state: "ready", ready: 1, replicas: 1, versions: [], ...of } as unknown as ApplicationView;
}
const names = (rows: readonly ApplicationView[]) => rows.map(({ name }) => name);

it("what needs somebody comes first by state", () => {
  const rows = [row("fine"), row("broken", { state: "degraded" }), row("coming", { state: "progressing" })];
  expect(names(sortApplications(rows, { column: "state", direction: "asc" }))).toEqual([
    "broken",
    "coming",
    "fine",
  ]);
});

it("readiness is a share, and one that is stopped lacks nothing", () => {
  const rows = [
    row("stopped", { ready: 0, replicas: 0 }),
    row("half", { ready: 5, replicas: 10 }),
    row("none", { ready: 0, replicas: 1 }),
  ];
  expect(names(sortApplications(rows, { column: "ready", direction: "asc" }))).toEqual([
    "none",
    "half",
    "stopped",
  ]);
});

it("an unknown column leaves the server's order, and nothing is moved in place", () => {
  const rows = [row("b"), row("a")];
  expect(sortApplications(rows, { column: "nonsense", direction: "asc" })).toBe(rows);
  sortApplications(rows, { column: "name", direction: "asc" });
  expect(names(rows)).toEqual(["b", "a"]);
});
