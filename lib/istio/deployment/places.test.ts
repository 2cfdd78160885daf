import { describe, expect, test } from "vitest";
import { formPath, objectPath } from "@/lib/istio/kinds/fields-at";
import type { DeploymentObject } from "@/lib/model/object";
import { objectProblems } from "../kinds/object-problems";

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    name: "shop",
    labels: { app: "shop", deployment: "shop", "app.kubernetes.io/managed-by": "lamia" },
  },
  spec: {
    selector: { matchLabels: { app: "shop" } },
    template: {
      metadata: { labels: { app: "shop", version: "v1", tier: "web" } },
      spec: {
        containers: [
          { name: "istio-proxy", image: "auto", ports: [{ containerPort: 15090 }] },
          {
            name: "shop",
            image: "shop:1",
            ports: [{ containerPort: 53, protocol: "UDP" }, { containerPort: 80 }, { containerPort: 81 }],
            env: [
              { name: "KEY", valueFrom: {} },
              { name: "A", value: "1" },
            ],
          },
        ],
      },
    },
  },
} satisfies DeploymentObject;
const container = ["spec", "template", "spec", "containers", 1];
const pods = ["spec", "template", "metadata", "labels"];

describe("a field of the form and its place in the Deployment lead to each other", () => {
  test.each([
    [["image"], [...container, "image"]],
    [["replicas"], ["spec", "replicas"]],
    [["app"], [...pods, "app"]],
    [["version"], [...pods, "version"]],
    [
      ["ports", 1, "port"],
      [...container, "ports", 2, "containerPort"],
    ],
    [
      ["ports", 0, "name"],
      [...container, "ports", 1, "name"],
    ],
    [
      ["env", 0, "value"],
      [...container, "env", 1, "value"],
    ],
    [["env"], [...container, "env"]],
    [
      ["labels", "tier"],
      ["metadata", "labels", "tier"],
    ],
  ])("%j", (field, place) => {
    expect(objectPath(deployment, field)).toEqual(place);
    expect(formPath(deployment, place)).toEqual(field);
  });

  test.each([
    [
      [...pods, "tier"],
      ["labels", "tier"],
    ],
    [["spec", "selector", "matchLabels"], ["app"]],
    [[...container, "ports", 0], ["ports"]],
    [["spec", "template", "spec", "containers", 0, "image"], []],
    [["spec", "strategy"], []],
  ])("%j is shown by %j", (place, field) => {
    expect(formPath(deployment, place)).toEqual(field);
  });
});

describe("a mistake in a Deployment is reported at its place", () => {
  const withContainer = (changes: object) => {
    const changed = structuredClone(deployment) as DeploymentObject;
    Object.assign(changed.spec.template.spec?.containers?.[1] ?? {}, changes);
    return changed;
  };
  const problems = (object: object) =>
    objectProblems("Deployment", object).map(({ path, message }) => `${path.join(".")}: ${message}`);

  test("a Deployment without a mistake has no problems", () => expect(problems(deployment)).toEqual([]));

  test.each([
    ["image: ", { image: "shop 1" }, "image: This is not a valid image name"],
    [
      "a number",
      { ports: [{ containerPort: "80" }] },
      "ports.0.containerPort: The field “containerPort” must be",
    ],
    ["a variable", { env: [{ name: "A", value: 1 }] }, "env.0.value: The field “value” must be text"],
    [
      "an amount",
      { resources: { limits: { cpu: [] } } },
      "resources.limits.cpu: The field “cpu” must be a number",
    ],
    [
      "a port twice",
      { ports: [{ containerPort: 80 }, { containerPort: 80 }] },
      "ports.1.containerPort: Port 80",
    ],
    ["a name", { name: "istio-proxy" }, "name: Another container already has the name “istio-proxy”"],
  ])("%s", (_, changes, expected) => {
    const [problem] = problems(withContainer(changes));
    expect(problem?.startsWith(`spec.template.spec.containers.1.${expected}`)).toBe(true);
  });

  test("pods that the selector doesn't match", () => {
    const lost = structuredClone(deployment) as DeploymentObject;
    lost.spec.template.metadata = { labels: { app: "other" } };
    expect(problems(lost)).toEqual([
      "spec.template.metadata.labels.app: The pods need the label app=shop, because the selector finds them by it.",
    ]);
  });

  test("in a foreign one, nothing is reported that the form wouldn't write, because wider rules may apply", () => {
    const wider = withContainer({
      env: [{ name: "1 A", value: "" }],
      ports: [{ containerPort: 80 }, { containerPort: 80 }],
    });
    expect(problems(wider)).not.toEqual([]);
    expect(problems({ ...wider, metadata: { name: "shop" } })).toEqual([]);
  });
});
