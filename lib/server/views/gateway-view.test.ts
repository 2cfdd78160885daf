import { expect, test } from "vitest";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { gatewayView } from "./gateway-view";
import { certificateView } from "./secured-hosts";

test("a second Secured Host of one server is reported as unusable, with what to do", () => {
  const server = (host: string) => ({
    port: { number: 443, name: host, protocol: "HTTPS" },
    hosts: [host],
    tls: { mode: "SIMPLE" as const, credentialName: host },
  });
  const annotation = "443=a.x.net,443=b.x.net,443=c.y.net";
  const gateway: GatewayObject = {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: "shop", namespace: "demo", annotations: { "lamia.dev/secured-hosts": annotation } },
    spec: { servers: [server("*.x.net"), server("c.y.net")] },
  };
  const parts = { live: { get: () => undefined }, mesh: { findingsOf: () => [] } };
  const view = gatewayView(gateway, parts as unknown as Parameters<typeof gatewayView>[1]);
  expect(view.malformedSecuredHosts).toEqual([
    {
      part: "443=b.x.net",
      reason: expect.stringMatching(/is for a\.x\.net\. Give b\.x\.net its own server/),
    },
  ]);
});

test("a shared certificate says how many gateways use it, and names only those of the same virtual cluster", () => {
  const fact = {
    names: ["*.x.net", "x.net"],
    issuer: "CA",
    serial: "1A",
    notBefore: "2026-01-01T00:00:00Z",
    notAfter: "2026-04-01T00:00:00Z",
    renewAt: "2026-03-01T00:00:00Z",
    renewalProblem: null,
    ariId: null,
  };
  expect(certificateView(fact)).not.toHaveProperty("shared");
  const shared = { id: "*.x.net", gateways: 3, named: ["demo/shop"] };
  expect(certificateView({ ...fact, shared })).toMatchObject({
    shared: { gateways: 3, named: ["demo/shop"] },
  });
});
