import { describe, expect, it } from "vitest";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { validateSecret, validateService, validateWorkload } from "./core";
import { validateIstio } from "./istio";
import { validateMetadata } from "./names";

function draft(kind: string, fields: Record<string, unknown>, apiVersion = "v1"): Draft {
  return { apiVersion, kind, metadata: { name: "x" }, ...fields };
}

const fieldsOf = (causes: { field: string }[]): string[] => causes.map(({ field }) => field);

describe("validation", () => {
  it("checks the ports of services", () => {
    const good = draft("Service", { spec: { ports: [{ port: 80, targetPort: "http" }] } });
    expect(validateService(good)).toEqual([]);
    const bad = draft("Service", {
      spec: { type: "Odd", ports: [{ port: 0 }, { port: 80, protocol: "X", name: "Y" }] },
    });
    expect(fieldsOf(validateService(bad))).toEqual([
      "spec.type",
      "spec.ports[0].name",
      "spec.ports[0].port",
      "spec.ports[1].name",
      "spec.ports[1].protocol",
    ]);
    expect(fieldsOf(validateService(draft("Service", { spec: {} })))).toEqual(["spec.ports"]);
  });

  it("checks names and labels against DNS and label syntax", () => {
    const bad = draft("Gateway", { metadata: { name: "Upper_Case", labels: { "a b": "c", ok: "not ok!" } } });
    expect(fieldsOf(validateMetadata("networking.istio.io", "gateways", bad))).toEqual([
      "metadata.name",
      "metadata.labels",
      "metadata.labels",
    ]);
    expect(validateMetadata("", "secrets", draft("Secret", {}))).toEqual([]);
  });

  it("requires a workload's selector to match its template and stay the same", () => {
    const spec = (label: string, selector: string) => ({
      selector: { matchLabels: { app: selector } },
      template: { metadata: { labels: { app: label } }, spec: { containers: [{ name: "c", image: "i" }] } },
    });
    const good = draft("Deployment", { spec: spec("a", "a") });
    expect(validateWorkload(good, undefined)).toEqual([]);
    expect(fieldsOf(validateWorkload(draft("Deployment", { spec: spec("a", "b") }), good))).toEqual([
      "spec.template.metadata.labels",
      "spec.selector",
    ]);
  });

  it("never repeats a secret's value", () => {
    const causes = validateSecret(
      draft("Secret", { type: "Opaque", data: { key: "not base64: hunter2" } }),
      undefined,
    );
    expect(fieldsOf(causes)).toEqual(["data[key]"]);
    expect(JSON.stringify(causes)).not.toContain("hunter2");
  });

  it("checks Istio objects against their CRD and names the field", () => {
    const server = { hosts: ["*"], port: { name: "h", number: 80, protocol: "HTTP" } };
    const gateway = (servers: unknown[]) => draft("Gateway", { spec: { servers } }, "networking.istio.io/v1");
    expect(validateIstio(gateway([server]))).toEqual([]);
    const causes = validateIstio(
      gateway([{ ...server, port: { name: "h", number: "80", protocol: "HTTP" } }, { port: server.port }]),
    );
    expect(causes).toMatchObject([
      { field: "spec.servers[0].port.number", reason: "FieldValueTypeInvalid" },
      { field: "spec.servers[1].hosts", reason: "FieldValueRequired", message: "Required value" },
      { field: "<nil>", message: expect.stringContaining("some validation rules were not checked") },
    ]);
  });

  it("reports CRD schema errors in the API server's words", () => {
    const messages = (kind: string, spec: object) =>
      validateIstio(draft(kind, { spec }, "networking.istio.io/v1")).map(
        ({ field, message }) => `${field}: ${message}`,
      );
    const [mode] = messages("DestinationRule", {
      host: "a",
      trafficPolicy: { loadBalancer: { simple: "BEST" } },
    });
    expect(mode).toMatch(
      /^spec\.trafficPolicy\.loadBalancer\.simple: Unsupported value: "BEST": supported values: "UNSPECIFIED", /,
    );
    expect(messages("ServiceEntry", { hosts: [] })[0]).toBe(
      "spec.hosts: Invalid value: 0: spec.hosts in body should have at least 1 items",
    );
    const match = [{ uri: { exact: "/a", prefix: "/b" } }];
    expect(messages("VirtualService", { hosts: ["a"], http: [{ match }] })[0]).toBe(
      '<nil>: Invalid value: "": "spec.http[0].match[0].uri" must validate one and only one schema (oneOf). ' +
        "Found 2 valid alternatives",
    );
    const route = [{ destination: { host: "a" }, weight: 1.5 }];
    expect(messages("VirtualService", { hosts: ["a"], http: [{ route }] }).slice(0, -1)).toEqual([
      'spec.http[0].route[0].weight: Invalid value: "number": spec.http[0].route[0].weight in body must be of type ' +
        'integer: "number"',
    ]);
  });

  it("checks Istio objects against the rules of their CRD", () => {
    const broken = (kind: string, spec: object) =>
      validateIstio(draft(kind, { spec }, "networking.istio.io/v1")).map(
        ({ field, message }) => `${field}: ${message.replace(/^Invalid value: "\w+": /, "")}`,
      );
    const retries = { attempts: 1, perTryTimeout: "0s" };
    const headers = { request: { set: { timeout: "never" } } };
    const http = (timeout: string) => [
      { timeout, retries, headers, route: [{ destination: { host: "a" } }] },
    ];
    const duration = "must be a valid duration greater than 1ms";
    expect(broken("VirtualService", { hosts: ["a"], http: http("0.5ms") })).toEqual([
      `spec.http[0].timeout: ${duration}`,
      `spec.http[0].retries.perTryTimeout: ${duration}`,
    ]);
    expect(broken("VirtualService", { hosts: ["a"], http: http("1h") })).toHaveLength(1);
    const entry = { hosts: ["a.b"], ports: [{ number: 443, name: "x" }] };
    expect(
      broken("ServiceEntry", { ...entry, resolution: "STATIC", endpoints: [{ address: "10.0.0.1" }] }),
    ).toEqual([]);
    expect(
      broken("ServiceEntry", {
        hosts: ["*"],
        ports: [...entry.ports, { number: 443, name: "y" }, { number: 70_000, name: "z" }],
        endpoints: [{ address: "10.0.0.1" }],
      }),
    ).toEqual([
      "spec: NONE mode cannot set endpoints",
      "spec.ports: port number cannot be duplicated",
      "spec.hosts[0]: hostname cannot be wildcard",
      "spec.ports[2].number: port must be between 1-65535",
    ]);
    expect(broken("ServiceEntry", { ...entry, addresses: ["10.0.0.0/8"], resolution: "DNS" })).toEqual([
      "spec: CIDR addresses are allowed only for NONE/STATIC resolution types",
    ]);
    const tls = { mode: "SIMPLE", credentialName: "a", credentialNames: ["b"] };
    const server = { hosts: ["*"], port: { name: "h", number: 443, protocol: "HTTPS" }, tls };
    expect(broken("Gateway", { servers: [server] })).toEqual([
      "spec.servers[0].tls: only one of credentialName or credentialNames can be set",
    ]);
  });

  it("keeps a Service's address, and requires a name for an alias", () => {
    const service = (spec: object) => draft("Service", { spec: { ports: [{ port: 80 }], ...spec } });
    const current = service({ clusterIP: "10.96.0.9" });
    expect(validateService(current, current)).toEqual([]);
    expect(fieldsOf(validateService(service({ clusterIP: "10.96.0.8" }), current))).toEqual([
      "spec.clusterIPs[0]",
    ]);
    expect(fieldsOf(validateService(service({ type: "ExternalName", externalName: "Bad_Host" })))).toEqual([
      "spec.externalName",
    ]);
  });

  it("checks the names of container ports and variables", () => {
    const containers = [
      {
        name: "c",
        image: "i",
        ports: [
          { containerPort: 80, name: "http-web" },
          { containerPort: 81, name: "a-name-too-long-" },
        ],
        env: [{ name: "A.b-1", value: "" }, { name: "a=b" }],
      },
    ];
    const labels = { app: "a" };
    const spec = {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    };
    expect(fieldsOf(validateWorkload(draft("Deployment", { spec }), undefined))).toEqual([
      "spec.template.spec.containers[0].env[1].name",
      "spec.template.spec.containers[0].ports[1].name",
      "spec.template.spec.containers[0].ports[1].name",
    ]);
  });
});
