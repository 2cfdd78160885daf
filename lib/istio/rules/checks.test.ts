import { describe, expect, test } from "vitest";
import { examples } from "@/lib/istio/testing/check-examples";
import { healthyMesh } from "../testing/mesh";
import { checks, codeTitles, runChecks } from "./index";

test("a healthy mesh has no findings", () => {
  expect(runChecks(healthyMesh())).toEqual([]);
});

test("every check has a passing and a failing example", () => {
  expect(Object.keys(examples).sort()).toEqual(checks.map(({ id }) => id).sort());
});

test("a check's findings have its codes, and each code has a title", () => {
  const mesh = healthyMesh();
  for (const { fails } of Object.values(examples)) fails(mesh);
  const codesOf = new Map(checks.map(({ id, code, also }) => [id, [code, ...Object.keys(also ?? {})]]));
  for (const { check, code } of runChecks(mesh)) {
    expect(codesOf.get(check)).toContain(code);
    expect(codeTitles.get(code)).toBeDefined();
  }
});

describe.each(Object.entries(examples))("%s", (id, { passes, fails, finding }) => {
  test("finds nothing in a mesh that is nearly wrong", () => {
    const mesh = healthyMesh();
    passes(mesh);
    expect(runChecks(mesh)).toEqual([]);
  });

  test("finds the wrong place in the mesh, and says what to do", () => {
    const mesh = healthyMesh();
    fails(mesh);
    const found = runChecks(mesh).filter(({ check }) => check === id);
    expect(found.length).toBeGreaterThan(0);
    const { code, severity, path, message, remedy } = found[0] ?? expect.unreachable();
    expect([code, severity, path.join(".")]).toEqual(finding);
    expect(message.length).toBeGreaterThan(20);
    expect(remedy.length).toBeGreaterThan(10);
  });
});
