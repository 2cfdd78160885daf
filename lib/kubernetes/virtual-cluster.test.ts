import { expect, test } from "vitest";
import type { NamespaceObject } from "./objects/kinds";
import { absenceOf, isVirtualCluster } from "./virtual-cluster";

function namespace(labels: Record<string, string>, name = "demo"): NamespaceObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

test.each([
  [{ "lamia.dev/managed": "true" }, true],
  [{ "vamp-managed": "true" }, true],
  [{ "vamp-managed": "enabled" }, true],
  [{ "istio-injection": "enabled" }, true],
  [{ "istio-injection": "disabled" }, false],
  [{ "vamp-managed": "yes" }, false],
  [{}, false],
  [{ "istio-injection": "enabled", "lamia.dev/managed": "false" }, false],
])("%o is a virtual cluster: %s", (labels, expected) => {
  const found = namespace(labels as Record<string, string>);
  expect(isVirtualCluster(found)).toBe(expected);
  expect(absenceOf(found) === null).toBe(expected);
});

test("a misspelled label value is named", () => {
  const absence = absenceOf(namespace({ "vamp-managed": "yes" }));
  expect(absence?.note).toBe("Its label vamp-managed is “yes”, not “true” or “enabled”.");
  expect(absence?.remedy).toContain("kubectl label namespace demo lamia.dev/managed=true");
});

test("a terminating namespace says so, even though it has the label", () => {
  const found = namespace({ "lamia.dev/managed": "true" });
  found.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
  expect(absenceOf(found)?.note).toContain("deleting");
});
