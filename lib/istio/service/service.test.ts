import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ServiceObject } from "@/lib/model/object";
import { labels, metadata, ports, records } from "../testing/arbitraries";
import { formFromService, type ServiceForm, serviceFormSchema, serviceFromForm } from "./form";

const forms: fc.Arbitrary<ServiceForm> = fc
  .record({
    name: labels,
    labels: records,
    metadata,
    selector: records,
    ports: fc.uniqueArray(
      fc.record({
        port: ports,
        targetPort: fc.oneof(ports, fc.constantFrom("http", "grpc-web")),
        protocol: fc.constantFrom("TCP" as const, "UDP" as const),
        name: labels,
      }),
      { selector: ({ name }) => name, comparator: "SameValue", minLength: 1, maxLength: 3 },
    ),
  })
  .filter(({ ports: list }) => new Set(list.map(({ port }) => port)).size === list.length);

describe("a Service form and its object", () => {
  test("any valid form comes back unchanged from its object", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        expect(serviceFormSchema.parse(form)).toEqual(form);
        expect(formFromService(serviceFromForm(form, namespace))).toEqual(form);
      }),
    );
  });

  test("a node port and an application protocol survive an edit", () => {
    const current: ServiceObject = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "shop" },
      spec: { ports: [{ port: 80, nodePort: 30_080, appProtocol: "http", targetPort: 8080 }] },
    };
    const form = formFromService(current);
    form.ports[0] = { port: 80, targetPort: 9090, protocol: "TCP" };
    expect(serviceFromForm(form, "d", current).spec.ports).toEqual([
      { port: 80, targetPort: 9090, protocol: "TCP", nodePort: 30_080, appProtocol: "http" },
    ]);
  });

  test.each([
    ["name", { name: "1shop", ports: [{ port: 80 }] }],
    ["ports", { name: "shop" }],
    ["externalName", { name: "shop", type: "ExternalName" }],
    ["externalName", { name: "shop", type: "ExternalName", externalName: "a_b" }],
    ["ports.1.name", { name: "shop", ports: [{ port: 80, name: "http" }, { port: 81 }] }],
    [
      "ports.1.port",
      {
        name: "shop",
        ports: [
          { port: 80, name: "a" },
          { port: 80, name: "b" },
        ],
      },
    ],
    [
      "ports.1.name",
      {
        name: "shop",
        ports: [
          { port: 80, name: "a" },
          { port: 81, name: "a" },
        ],
      },
    ],
    ["ports.0.targetPort", { name: "shop", ports: [{ port: 80, targetPort: "Not a name" }] }],
    ["ports.0.protocol", { name: "shop", ports: [{ port: 80, protocol: "http" }] }],
    ["selector.app", { name: "shop", selector: { app: "two words" }, ports: [{ port: 80 }] }],
  ])("the form names the field that is wrong: %s", (path, form) => {
    const issues = serviceFormSchema.safeParse(form).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });
});
