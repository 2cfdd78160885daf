import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DeploymentObject } from "@/lib/model/object";
import { labels, metadata, ports, records } from "../testing/arbitraries";
import { deploymentFromForm, formFromDeployment } from "./convert";
import { type DeploymentForm, deploymentFormSchema, ownedLabels } from "./form";

const owned: readonly string[] = ownedLabels;
const forms: fc.Arbitrary<DeploymentForm> = fc.record({
  name: labels,
  labels: records.filter((record) => !Object.keys(record).some((key) => owned.includes(key))),
  metadata,
  app: labels,
  version: fc.oneof(labels, fc.constant("")),
  image: fc.constantFrom("shop:1", "docker.io/acme/shop:1.2.0", "localhost:5000/a/b"),
  replicas: fc.nat(20),
  ports: fc.uniqueArray(fc.record({ port: ports }), { selector: ({ port }) => port, maxLength: 3 }),
  env: fc.uniqueArray(fc.record({ name: labels, value: fc.string() }), {
    selector: ({ name }) => name,
    maxLength: 3,
  }),
});

const foreign: DeploymentObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop", labels: { app: "shop", tier: "web" } },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: "shop" } },
    template: {
      metadata: { labels: { app: "shop", version: "v1" } },
      spec: {
        containers: [
          { name: "istio-proxy", image: "auto" },
          {
            name: "web",
            image: "shop:1",
            ports: [{ containerPort: 80, name: "http" }],
            env: [
              { name: "A", value: "1" },
              { name: "KEY", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
            ],
          },
        ],
      },
    },
  },
};

describe("a Deployment form and its object", () => {
  test("any valid form comes back unchanged from its object", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        expect(deploymentFormSchema.parse(form)).toEqual(form);
        expect(formFromDeployment(deploymentFromForm(form, namespace))).toEqual(form);
      }),
    );
  });

  test("Lamia's own one keeps its selector, whatever its version becomes", () => {
    fc.assert(
      fc.property(forms, labels, (form, version) => {
        const made = deploymentFromForm(form, "d");
        const next = deploymentFromForm({ ...form, version }, "d", made);
        expect(next.spec.selector).toEqual(made.spec.selector);
        expect(next.spec.template.metadata?.labels?.version).toBe(version);
      }),
    );
  });

  test("a foreign one shows its main container, without variables that refer elsewhere", () => {
    expect(formFromDeployment(foreign)).toEqual({
      name: "shop",
      labels: { tier: "web" },
      metadata: {},
      app: "shop",
      version: "v1",
      image: "shop:1",
      replicas: 3,
      ports: [{ port: 80, name: "http" }],
      env: [{ name: "A", value: "1" }],
    });
  });

  test("of a foreign one, only the image and the replicas are written", () => {
    const form = { ...formFromDeployment(foreign), image: "shop:2", replicas: 1 };
    expect(deploymentFromForm(form, "d", foreign)).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "shop", namespace: "d" },
      spec: { replicas: 1, template: { spec: { containers: [{ name: "web", image: "shop:2" }] } } },
    });
  });

  test.each([
    ["name", { name: "Shop" }],
    ["app", { app: "a.b" }],
    ["version", { version: "v 1" }],
    ["image", { image: "" }],
    ["image", { image: "shop:1 2" }],
    ["replicas", { replicas: -1 }],
    ["labels.version", { labels: { version: "v1" } }],
    ["ports.1.port", { ports: [{ port: 80 }, { port: 80 }] }],
    ["env.0.name", { env: [{ name: "1A", value: "" }] }],
    [
      "env.1.name",
      {
        env: [
          { name: "A", value: "" },
          { name: "A", value: "" },
        ],
      },
    ],
  ])("the form names the field that is wrong: %s", (path, change) => {
    const form = { name: "shop-v1", app: "shop", image: "shop:1", ...change };
    const issues = deploymentFormSchema.safeParse(form).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });
});
