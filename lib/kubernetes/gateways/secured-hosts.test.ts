import { expect, test } from "vitest";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { securedHostsOf } from "./secured-hosts";

function gateway(annotation: string | undefined): GatewayObject {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      name: "shop",
      namespace: "vamp-demo",
      ...(annotation === undefined ? {} : { annotations: { "lamia.dev/secured-hosts": annotation } }),
    },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] },
        {
          port: { number: 443, name: "one", protocol: "HTTPS" },
          hosts: ["vamp-demo/one.example.org"],
          tls: { mode: "SIMPLE", credentialName: "one" },
        },
        { port: { number: 443, name: "two", protocol: "HTTPS" }, hosts: ["*.two.example.org"] },
      ],
    },
  };
}

test("each port and host of the annotation is one secured host, with the server that serves it", () => {
  const hosts = securedHostsOf(gateway("443=one.example.org, 443=a.two.example.org"));
  expect(hosts).toEqual([
    {
      host: "one.example.org",
      port: 443,
      gateway: { namespace: "vamp-demo", name: "shop" },
      selector: { istio: "ingressgateway" },
      server: {
        index: 1,
        protocol: "HTTPS",
        hosts: ["vamp-demo/one.example.org"],
        tlsMode: "SIMPLE",
        credentialName: "one",
      },
    },
    expect.objectContaining({ host: "a.two.example.org", server: expect.objectContaining({ index: 2 }) }),
  ]);
});

test("a port that the Gateway does not have gives a secured host without a server", () => {
  expect(securedHostsOf(gateway("8443=one.example.org"))[0]?.server).toBeNull();
});

test("a host that no server of its port serves has no server, and takes nothing of another's settings", () => {
  expect(securedHostsOf(gateway("443=elsewhere.example.org"))[0]?.server).toBeNull();
});

test("of a server for all hosts and one that lists the host, it is the one that lists it", () => {
  const both = gateway("443=shop.example.org");
  both.spec = {
    servers: [
      { port: { number: 443, name: "all", protocol: "HTTPS" }, hosts: ["*"] },
      { port: { number: 443, name: "shop", protocol: "HTTPS" }, hosts: ["Shop.example.org"] },
    ],
  };
  expect(securedHostsOf(both)[0]?.server?.index).toBe(1);
});

test("a server whose credentialName is empty names no Secret", () => {
  const unnamed = gateway("443=shop.example.org");
  const port = { number: 443, name: "shop", protocol: "HTTPS" };
  const tls = { mode: "SIMPLE" as const, credentialName: "" };
  unnamed.spec = { servers: [{ port, hosts: ["shop.example.org"], tls }] };
  expect(securedHostsOf(unnamed)[0]?.server?.credentialName).toBeNull();
});

test("without the annotation nothing is walked", () => {
  expect(securedHostsOf(gateway(undefined))).toEqual([]);
});
