import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextObject } from "@/lib/istio/kinds/edited-object";
import type { Container, DeploymentObject } from "@/lib/model/object";
import { objectProblems } from "../kinds/object-problems";
import { labels } from "../testing/arbitraries";
import { forExport } from "../yaml/write";
import { deploymentFromForm, formFromDeployment } from "./convert";
import { deploymentFormSchema } from "./form";

const own = deploymentFromForm(
  deploymentFormSchema.parse({
    name: "shop-v1",
    app: "shop",
    version: "v1",
    image: "shop:1",
    ports: [{ port: 80, name: "http" }],
    env: [{ name: "OWN", value: "1" }],
  }),
  "d",
);

/** What a Deployment can contain that no form has: other containers, ports, variables and fields. */
const others = fc.record({
  before: fc.uniqueArray(
    labels.map((name) => ({ name: `x-${name}`, image: "x:1" })),
    { maxLength: 2, selector: ({ name }) => name },
  ),
  after: fc.uniqueArray(
    labels.map((name) => ({ name: `y-${name}`, image: "y:1" })),
    { maxLength: 2, selector: ({ name }) => name },
  ),
  udp: fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { maxLength: 3 }),
  referring: fc.uniqueArray(labels, { maxLength: 3 }),
  resources: fc.option(fc.constant({ limits: { cpu: "500m" } }), { nil: undefined }),
  strategy: fc.option(fc.constant({ type: "Recreate" }), { nil: undefined }),
  volumes: fc.uniqueArray(
    labels.map((name) => ({ name, emptyDir: {} })),
    { maxLength: 2, selector: ({ name }) => name },
  ),
  isForeign: fc.boolean(),
});

type Others = typeof others extends fc.Arbitrary<infer Value> ? Value : never;

function existing({ before, after, udp, referring, resources, strategy, volumes, isForeign }: Others) {
  const { metadata, spec } = structuredClone(own);
  const [main] = spec.template.spec?.containers ?? [];
  const container = {
    ...main,
    ports: [
      ...udp.map((port) => ({ containerPort: port, protocol: "UDP", name: `u-${port}` })),
      ...(main?.ports ?? []),
    ],
    env: [
      ...referring.map((name) => ({ name, valueFrom: { secretKeyRef: { name: "s", key: "k" } } })),
      ...(main?.env ?? []),
    ],
    ...(resources ? { resources } : {}),
  } as Container;
  const annotations = { "tool.example.com/hash": "1" };
  return {
    ...own,
    metadata: { ...metadata, annotations, ...(isForeign ? { labels: { app: "shop" } } : {}) },
    spec: {
      ...spec,
      ...(strategy ? { strategy } : {}),
      template: { ...spec.template, spec: { containers: [...before, container, ...after], volumes } },
    },
  } as DeploymentObject;
}

const containersOf = ({ spec }: DeploymentObject) => spec.template.spec?.containers ?? [];

describe("a Deployment with additions by others", () => {
  test("stays the same if nothing in its form changes, and has nothing wrong with it", () => {
    fc.assert(
      fc.property(others, (each) => {
        const current = existing(each);
        const next = nextObject("Deployment", formFromDeployment(current), "d", current);
        expect(next).toEqual(forExport(current));
        expect(objectProblems("Deployment", current)).toEqual([]);
      }),
    );
  });

  test("keeps the additions if its form changes", () => {
    fc.assert(
      fc.property(others, labels, (each, value) => {
        const current = existing(each);
        const form = {
          ...formFromDeployment(current),
          image: "shop:2",
          replicas: 7,
          ...(each.isForeign
            ? {}
            : { version: "v2", env: [{ name: "NEW", value }], ports: [{ port: 91, name: "web" }] }),
        };
        const next = nextObject("Deployment", form, "d", current) as DeploymentObject;
        expect(formFromDeployment(next)).toEqual(form);
        const isMain = ({ name }: Container) => name === "shop";
        const [was, is] = [containersOf(current), containersOf(next)];
        expect(is.map(({ name }) => name)).toEqual(was.map(({ name }) => name));
        expect(is.filter((one) => !isMain(one))).toEqual(was.filter((one) => !isMain(one)));
        const [before, after] = [was.find(isMain), is.find(isMain)];
        const udp = (one?: Container) => one?.ports?.filter(({ protocol }) => protocol === "UDP");
        const referring = (one?: Container) => one?.env?.filter(({ valueFrom }) => valueFrom);
        expect(udp(after)).toEqual(udp(before));
        expect(referring(after)).toEqual(referring(before));
        expect(after?.resources).toEqual(before?.resources);
        expect(next.metadata.annotations).toEqual(current.metadata.annotations);
        expect({ ...next.spec, replicas: 0, template: { spec: { volumes: each.volumes } } }).toMatchObject({
          ...current.spec,
          replicas: 0,
          template: { spec: { volumes: each.volumes } },
        });
      }),
    );
  });

  test("of a foreign one, only the image and the replicas change, whatever the form says", () => {
    const current = existing({
      before: [],
      after: [],
      udp: [],
      referring: [],
      resources: undefined,
      strategy: undefined,
      volumes: [],
      isForeign: true,
    });
    const form = { ...formFromDeployment(current), version: "v9", env: [], image: "shop:2" };
    const next = nextObject("Deployment", form, "d", current) as DeploymentObject;
    expect(formFromDeployment(next)).toEqual({ ...formFromDeployment(current), image: "shop:2" });
  });
});
