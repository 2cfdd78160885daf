import { describe, expect, it } from "vitest";
import type { Draft } from "../resources/resource-type";
import { validateSecret } from "./data";
import { validateIstio } from "./istio";
import { validateMetadata } from "./metadata";
import { validateService } from "./service";
import { validateWorkload } from "./workload";

function draft(kind: string, fields: Record<string, unknown>, apiVersion = "v1"): Draft {
  return { apiVersion, kind, metadata: { name: "x" }, ...fields };
}

const fieldsOf = (causes: { field: string }[]): string[] => causes.map(({ field }) => field);

describe("validation", () => {
  it("holds services to their ports", () => {
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

  it("holds names and labels to DNS and label syntax", () => {
    const bad = draft("Gateway", { metadata: { name: "Upper_Case", labels: { "a b": "c", ok: "not ok!" } } });
    expect(fieldsOf(validateMetadata("networking.istio.io", "gateways", bad))).toEqual([
      "metadata.name",
      "metadata.labels",
      "metadata.labels",
    ]);
    expect(validateMetadata("", "secrets", draft("Secret", {}))).toEqual([]);
  });

  it("holds a workload's selector to its template and to what it was", () => {
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
    ]);
  });
});
