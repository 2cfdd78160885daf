import { expect, it } from "vitest";
import type { DeploymentView } from "@/lib/api/application";
import { subsetSuggestions } from "./subsets-field";

function version(name: string, of: string | null) {
  return { name, app: "shop", version: of, labels: {}, replicas: 1 } as unknown as DeploymentView;
}

it("suggests each version without a subset once", () => {
  const versions = [version("a", "v1"), version("b", "v2"), version("c", "v2"), version("d", null)];
  expect(subsetSuggestions(versions, [{ name: "old", labels: { version: "v1" } }])).toEqual([
    { name: "v2", labels: { version: "v2" } },
  ]);
});

it("turns an invalid version into a valid name, and keeps its label", () => {
  expect(subsetSuggestions([version("a", "1.0_RC")], [])).toEqual([
    { name: "1-0-rc", labels: { version: "1.0_RC" } },
  ]);
});

it("suggests no name that a subset already has", () => {
  expect(subsetSuggestions([version("a", "v1")], [{ name: "v1", labels: { track: "stable" } }])).toEqual([]);
});
