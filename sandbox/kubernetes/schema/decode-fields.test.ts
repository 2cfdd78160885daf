import { describe, expect, it } from "vitest";
import { builtInSchema } from "@/sandbox/kubernetes/resources/resource-type";
import { DecodingError, decodeFields } from "./decode-fields";
import type { OpenApiSchema } from "./published-definitions";

const service = (object: Record<string, unknown>) =>
  decodeFields(object, builtInSchema("", "v1", "Service"), { kind: "Service", isCustom: false });

describe("decoding a built-in kind", () => {
  it("removes undeclared fields and names them, in two formats", () => {
    const ports = [
      { port: 80, protocol: "TCP" },
      { port: 81, prot: "UDP" },
    ];
    const { value, unknown } = service({ metadata: { name: "a", nam: "b" }, spec: { ports }, x: 1 });
    expect(value).toEqual({
      metadata: { name: "a" },
      spec: { ports: [{ port: 80, protocol: "TCP" }, { port: 81 }] },
    });
    expect(unknown).toEqual([
      { path: "metadata.nam", typedPath: ".metadata.nam" },
      { path: "spec.ports[1].prot", typedPath: '.spec.ports[port=81,protocol="TCP"].prot' },
      { path: "x", typedPath: ".x" },
    ]);
  });

  it.each([
    [
      { spec: { ports: [{ port: "80" }] } },
      "string into Go struct field ServicePort.spec.ports.port of type int32",
    ],
    [
      { spec: { ports: [{ port: 1.5 }] } },
      "number 1.5 into Go struct field ServicePort.spec.ports.port of type int32",
    ],
    [{ spec: { ports: {} } }, "object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort"],
    [
      { spec: { selector: { a: 1 } } },
      "number into Go struct field ServiceSpec.spec.selector of type string",
    ],
    [
      { metadata: { labels: [] } },
      "array into Go struct field ObjectMeta.metadata.labels of type map[string]string",
    ],
    [{ spec: 1 }, "number into Go struct field Service.spec of type v1.ServiceSpec"],
    [
      { spec: { publishNotReadyAddresses: "yes" } },
      "string into Go struct field ServiceSpec.spec.publishNotReadyAddresses of type bool",
    ],
  ])("refuses another type as Go does: %j", (object, message) => {
    expect(() => service(object)).toThrow(new DecodingError(`json: cannot unmarshal ${message}`));
  });

  it("takes a port's target as a name or a number, and null as nothing", () => {
    const spec = {
      ports: [
        { port: 1, targetPort: "http" },
        { port: 2, targetPort: 8080 },
      ],
    };
    expect(service({ metadata: { creationTimestamp: null }, spec }).value).toEqual({ metadata: {}, spec });
  });
});

describe("pruning a custom resource", () => {
  const schema: OpenApiSchema = {
    type: "object",
    properties: {
      metadata: { type: "object", additionalProperties: true },
      spec: {
        type: "object",
        properties: {
          known: { type: "string" },
          closed: { type: "object" },
          open: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
          map: { type: "object", additionalProperties: { type: "object", properties: { a: {} } } },
        },
      },
    },
  };
  it("keeps declared and open fields at every depth, and leaves types to validation", () => {
    const spec = { known: 5, closed: { x: 1 }, open: { x: { y: 1 } }, map: { k: { a: 1, b: 2 } }, other: 1 };
    const { value, unknown } = decodeFields({ spec }, schema, { kind: "Thing", isCustom: true });
    expect(value).toEqual({ spec: { known: 5, closed: {}, open: { x: { y: 1 } }, map: { k: { a: 1 } } } });
    expect(unknown.map(({ path }) => path)).toEqual(["spec.closed.x", "spec.map.k.b", "spec.other"]);
  });
});
