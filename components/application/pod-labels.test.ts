import { describe, expect, it } from "vitest";
import type { DeploymentView } from "@/lib/api/application";
import { labelKeysOf, podLabelsOf, versionsWith } from "./pod-labels";

function version(name: string, labels: Record<string, string>, of: Partial<DeploymentView> = {}) {
  return { name, app: "shop", version: null, labels, replicas: 1, ...of } as DeploymentView;
}

const v1 = version("shop-v1", { app: "shop", version: "v1", tier: "web" }, { version: "v1" });
const v2 = version("shop-v2", { app: "shop", version: "v2" }, { version: "v2" });
const bare = version("cart", {}, { app: "cart" });

describe("versions selected by labels", () => {
  it("are those whose pods have all of the labels", () => {
    expect(versionsWith({ app: "shop" }, [v1, v2, bare])).toEqual([v1, v2]);
    expect(versionsWith({ app: "shop", version: "v2" }, [v1, v2, bare])).toEqual([v2]);
    expect(versionsWith({ app: "shop", tier: "api" }, [v1, v2, bare])).toEqual([]);
  });

  it("are none for an empty selector, because a Service without a selector selects no pod", () => {
    expect(versionsWith({}, [v1, v2])).toEqual([]);
  });

  it("are found by application and version even if the Deployment itself has no such labels", () => {
    expect(versionsWith({ app: "cart" }, [bare])).toEqual([bare]);
    expect(podLabelsOf(bare)).toEqual({ app: "cart" });
  });
});

it("suggests label keys by how many versions have them", () => {
  expect(labelKeysOf([v1, v2, bare])).toEqual(["app", "version", "tier"]);
});
