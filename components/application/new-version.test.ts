import { describe, expect, it } from "vitest";
import { type DeploymentForm, deploymentFormSchema } from "@/lib/istio/deployment/form";
import { deploymentNameFor, nextVersion } from "./new-version";

describe("the name of a Deployment", () => {
  it("consists of application and version", () => {
    expect(deploymentNameFor("shop", "v2")).toBe("shop-v2");
    expect(deploymentNameFor("shop", "")).toBe("shop");
  });

  it("is valid in Kubernetes even if the version isn't", () => {
    const name = deploymentNameFor("shop", "1.0_RC_");
    expect(name).toBe("shop-1.0-rc");
    expect(deploymentFormSchema.shape.name.safeParse(name).success).toBe(true);
  });
});

it("the next version runs like the last one, without its version, name and labels", () => {
  const last: DeploymentForm = {
    name: "shop-v1",
    app: "shop",
    version: "v1",
    labels: { tier: "web" },
    metadata: { owner: "me" },
    image: "vamp/shop:1.0",
    replicas: 3,
    ports: [{ port: 9191, name: "http" }],
    env: [{ name: "A", value: "b" }],
  };
  expect(nextVersion("shop", last)).toEqual({
    name: "",
    app: "shop",
    version: "",
    labels: {},
    metadata: {},
    image: "vamp/shop:1.0",
    replicas: 1,
    ports: [{ port: 9191, name: "http" }],
    env: [{ name: "A", value: "b" }],
  });
});
