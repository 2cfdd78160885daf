import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostNames, labels, metadata, ports, records } from "../testing/arbitraries";
import { locations, resolutions, type ServiceEntryForm, serviceEntryFormSchema } from "./form";
import { serviceEntryFromForm } from "./from-form";
import type { ServiceEntryObject } from "./object";
import { formFromServiceEntry } from "./to-form";

const forms: fc.Arbitrary<ServiceEntryForm> = fc.record({
  name: labels,
  labels: records,
  metadata,
  hosts: fc.uniqueArray(hostNames, { minLength: 1, maxLength: 3 }),
  ports: fc.uniqueArray(
    fc.record({ port: ports, protocol: fc.constantFrom("HTTPS" as const, "TCP" as const) }),
    {
      selector: ({ port }) => port,
      minLength: 1,
      maxLength: 3,
    },
  ),
  location: fc.constantFrom(...locations),
  resolution: fc.constantFrom(...resolutions),
});

describe("a Service Entry form and its object", () => {
  test("any valid form comes back unchanged from the object it makes", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        expect(serviceEntryFormSchema.parse(form)).toEqual(form);
        expect(formFromServiceEntry(serviceEntryFromForm(form, namespace))).toEqual(form);
      }),
    );
  });

  test("a port keeps the name and target port that others gave it", () => {
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
    ["ports", { name: "a", hosts: ["a.com"], ports: [] }],
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
});
