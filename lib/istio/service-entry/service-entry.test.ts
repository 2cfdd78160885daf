import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ServiceEntryObject } from "@/lib/model/istio-objects";
import { hostNames, labels, metadata, ports, records } from "../testing/arbitraries";
import {
  formFromServiceEntry,
  locations,
  resolutions,
  type ServiceEntryForm,
  type ServiceEntryPortForm,
  serviceEntryFormSchema,
  serviceEntryFormSchemaOf,
  serviceEntryFromForm,
} from "./form";

const portsOf = (...protocols: ServiceEntryPortForm["protocol"][]) =>
  fc.uniqueArray(fc.record({ port: ports, protocol: fc.constantFrom(...protocols) }), {
    selector: ({ port }) => port,
    minLength: 1,
    maxLength: 3,
  });
const rest = {
  name: labels,
  labels: records,
  metadata,
  location: fc.constantFrom(...locations),
  resolution: fc.constantFrom(...resolutions.filter((resolution) => resolution !== "DYNAMIC_DNS")),
};
const forms: fc.Arbitrary<ServiceEntryForm> = fc.oneof(
  fc.record({ ...rest, hosts: hostNames.map((host) => [host]), ports: portsOf("HTTPS", "TCP", "MONGO") }),
  fc.record({
    ...rest,
    hosts: fc.uniqueArray(hostNames, { minLength: 2, maxLength: 3 }),
    ports: portsOf("HTTPS", "GRPC", "TLS"),
  }),
  fc.record({
    ...rest,
    resolution: fc.constant("DYNAMIC_DNS" as const),
    hosts: hostNames.map((host) => [`*.${host}`]),
    ports: portsOf("HTTP", "GRPC", "TLS"),
  }),
);

describe("a ServiceEntry form and its object", () => {
  test("any valid form comes back unchanged from its object", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        expect(serviceEntryFormSchema.parse(form)).toEqual(form);
        expect(formFromServiceEntry(serviceEntryFromForm(form, namespace))).toEqual(form);
      }),
    );
  });

  test("a port keeps the name and target port that somebody else gave it", () => {
    const current: ServiceEntryObject = {
      apiVersion: "networking.istio.io/v1",
      kind: "ServiceEntry",
      metadata: { name: "maps" },
      spec: {
        hosts: ["maps.example.com"],
        ports: [{ number: 443, name: "tls", protocol: "TLS", targetPort: 8443 }],
      },
    };
    const form = formFromServiceEntry(current);
    form.ports.unshift({ port: 80, protocol: "HTTP" });
    expect(serviceEntryFromForm(form, "d", current).spec.ports).toEqual([
      { name: "http-80", number: 80, protocol: "HTTP" },
      { name: "tls", number: 443, protocol: "TLS", targetPort: 8443 },
    ]);
  });

  test.each([
    ["hosts", { name: "a", hosts: [], ports: [{ port: 1, protocol: "TCP" }] }],
    ["hosts.0", { name: "a", hosts: ["*"], ports: [{ port: 1, protocol: "TCP" }] }],
    ["hosts.0", { name: "a", hosts: ["1.2.3.4"], ports: [{ port: 1, protocol: "TCP" }] }],
    ["hosts.0", { name: "a", hosts: ["*.a.com"], ports: [{ port: 1, protocol: "TLS" }], resolution: "DNS" }],
    [
      "hosts.0",
      { name: "a", hosts: ["a.com"], ports: [{ port: 1, protocol: "TLS" }], resolution: "DYNAMIC_DNS" },
    ],
    [
      "ports.0.protocol",
      { name: "a", hosts: ["*.a.com"], ports: [{ port: 1, protocol: "TCP" }], resolution: "DYNAMIC_DNS" },
    ],
    ["ports", { name: "a", hosts: ["a.com"], ports: [] }],
    [
      "ports.1.protocol",
      {
        name: "a",
        hosts: ["a.com", "b.com"],
        ports: [
          { port: 1, protocol: "TLS" },
          { port: 2, protocol: "TCP" },
        ],
        resolution: "STATIC",
      },
    ],
    [
      "ports.1.port",
      {
        name: "a",
        hosts: ["a.com"],
        ports: [
          { port: 1, protocol: "TCP" },
          { port: 1, protocol: "TLS" },
        ],
      },
    ],
    ["ports.0.protocol", { name: "a", hosts: ["a.com"], ports: [{ port: 1, protocol: "FTP" }] }],
  ])("the form names the field that is wrong: %s", (path, form) => {
    const issues = serviceEntryFormSchema.safeParse(form).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });

  test("with its own endpoints, its hosts don't need to be in DNS", () => {
    const object: ServiceEntryObject = {
      apiVersion: "networking.istio.io/v1",
      kind: "ServiceEntry",
      metadata: { name: "maps" },
      spec: {
        hosts: ["*.maps.example.com"],
        ports: [{ number: 443, name: "tls", protocol: "TLS" }],
        resolution: "DNS",
        endpoints: [{ address: "maps.example.com" }],
      },
    };
    const form = formFromServiceEntry(object);
    expect(serviceEntryFormSchema.safeParse(form).success).toBe(false);
    expect(serviceEntryFormSchemaOf(object).safeParse(form).success).toBe(true);
  });
});
