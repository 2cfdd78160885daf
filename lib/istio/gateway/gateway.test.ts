import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GatewayObject } from "@/lib/model/istio-objects";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { filledRecords, hostNames, labels, metadata, ports, records } from "../testing/arbitraries";
import { type GatewayForm, gatewayFormSchema } from "./form";
import { gatewayFromForm } from "./from-form";
import type { GatewayServerForm } from "./server-form";
import { formFromGateway } from "./to-form";

const plain = fc
  .record({
    protocol: fc.constantFrom("HTTP" as const, "HTTP2" as const, "GRPC" as const, "TCP" as const),
    hosts: fc.uniqueArray(hostNames, { minLength: 1, maxLength: 3 }),
    redirect: fc.boolean(),
  })
  .map(({ protocol, hosts, redirect }) =>
    redirect && protocol !== "TCP" ? { protocol, hosts, tls: { httpsRedirect: true } } : { protocol, hosts },
  );
const secured = fc
  .record({ protocol: fc.constantFrom("HTTPS" as const, "TLS" as const), host: hostNames, all: fc.boolean() })
  .map(({ protocol, host, all }) => ({ protocol, securedHost: host, hosts: [all ? "*" : host] }));
const ownCertificate = fc
  .record({ hosts: fc.uniqueArray(hostNames, { minLength: 1, maxLength: 2 }), credentialName: labels })
  .map(({ hosts, credentialName }) => ({
    protocol: "HTTPS" as const,
    hosts,
    tls: { mode: "MUTUAL" as const, credentialName },
  }));
const servers = fc
  .uniqueArray(fc.tuple(ports, fc.oneof(plain, secured, ownCertificate)), {
    selector: ([port]) => port,
    minLength: 1,
    maxLength: 4,
  })
  .map((list): GatewayServerForm[] => list.map(([port, server]) => ({ port, ...server })));
const shares = fc.oneof(
  fc.tuple(labels, labels).map((parts) => parts.join("/")),
  labels.map((namespace) => `${namespace}/*`),
);
const forms: fc.Arbitrary<GatewayForm> = fc.record(
  {
    name: labels,
    labels: records,
    metadata,
    selector: filledRecords,
    servers,
    sharedWith: fc.array(shares, { minLength: 1, maxLength: 3 }),
    clientCa: labels,
    dnsRecords: fc.constantFrom("secured" as const, "all" as const),
  },
  { requiredKeys: ["name", "labels", "metadata", "selector", "servers"] },
);

const shop: GatewayForm = {
  name: "gw-1",
  labels: {},
  metadata: { owner: "me" },
  servers: [
    { hosts: ["*"], port: 80, protocol: "HTTP" },
    { securedHost: "shop.democluster.net", hosts: ["shop.democluster.net"], port: 443, protocol: "HTTPS" },
  ],
};

describe("a Gateway form and its object", () => {
  test("any valid form comes back unchanged from its object", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        expect(gatewayFormSchema.parse(form)).toEqual(form);
        expect(formFromGateway(gatewayFromForm(form, namespace))).toEqual(form);
      }),
    );
  });

  test("an unchanged edit changes nothing in the object", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        const gateway = gatewayFromForm(form, namespace);
        expect(gatewayFromForm(formFromGateway(gateway), namespace, gateway)).toEqual(gateway);
      }),
    );
  });

  test("a Secured Host is annotated and its server names Lamia's credential", () => {
    expect(gatewayFromForm(shop, "vamp-demo")).toEqual({
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: {
        name: "gw-1",
        namespace: "vamp-demo",
        annotations: { "lamia.dev/owner": "me", "lamia.dev/secured-hosts": "443=shop.democluster.net" },
      },
      spec: {
        selector: { istio: "ingressgateway" },
        servers: [
          { port: { number: 80, name: "http-80", protocol: "HTTP" }, hosts: ["*"] },
          {
            port: { number: 443, name: "https-443", protocol: "HTTPS" },
            hosts: ["shop.democluster.net"],
            tls: { mode: "SIMPLE", credentialName: credentialNameFor("shop.democluster.net") },
          },
        ],
      },
    });
  });

  test("sharing and the clients' CA are annotations, and empty fields add none", () => {
    const form = { ...shop, sharedWith: ["billing/*", "shop-2/web"], clientCa: "clients" };
    const { metadata } = gatewayFromForm(gatewayFormSchema.parse(form), "vamp-demo");
    expect(metadata.annotations).toMatchObject({
      "lamia.dev/share-with": "billing/*,shop-2/web",
      "lamia.dev/client-ca": "clients",
    });
    const emptied = gatewayFormSchema.parse({ ...form, sharedWith: [], clientCa: "" });
    expect(gatewayFromForm(emptied, "vamp-demo")).toEqual(gatewayFromForm(shop, "vamp-demo"));
  });

  test.each(["billing", "billing/web/x", "Billing/web", "a/b,c/d", ""])("%j can’t be shared with", (text) => {
    const { error } = gatewayFormSchema.safeParse({ ...shop, sharedWith: ["billing/*", text] });
    expect(error?.issues.map(({ path }) => path)).toEqual([["sharedWith", 1]]);
  });

  test("port names stay unique if two servers have the same port and protocol", () => {
    const form = { ...shop, servers: ["a.example.com", "b.example.com"].map((host) => server(host)) };
    const names = gatewayFromForm(form, "d").spec.servers?.map(({ port }) => port.name);
    expect(names).toEqual(["http-80", "http-80-1"]);
  });
});

test.each([
  { credentialNames: ["rsa", "ecdsa"] },
  { serverCertificate: "/etc/cert.pem", privateKey: "/etc/key.pem" },
  { tlsCertificates: [{ serverCertificate: "/etc/cert.pem", privateKey: "/etc/key.pem" }] },
])("a certificate from elsewhere is shown, valid and kept: %j", (source) => {
  const current = gatewayFromForm({ ...shop, servers: [server("a.example.com")] }, "vamp-demo");
  const tls = { mode: "SIMPLE", ...source };
  current.spec.servers = [
    { port: { number: 443, name: "a", protocol: "HTTPS" }, hosts: ["a.example.com"], tls },
  ];
  const form = gatewayFormSchema.parse(formFromGateway(current));
  expect(gatewayFromForm(form, "vamp-demo", current)).toEqual(current);
  expect(gatewayFromForm(form, "vamp-demo").spec.servers?.[0]?.tls).toEqual(tls);
});

describe("editing a foreign Gateway", () => {
  const current: GatewayObject = {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      name: "gw-1",
      annotations: { "lamia.dev/secured-hosts": "443=shop.democluster.net,9999=x.org" },
    },
    spec: {
      servers: [
        {
          name: "edge",
          defaultEndpoint: "127.0.0.1:1",
          port: { number: 443, name: "my-port", protocol: "HTTPS", targetPort: 8443 },
          hosts: ["shop.democluster.net"],
          tls: { mode: "SIMPLE", credentialName: "my-own", cipherSuites: ["ECDHE-RSA-AES128-GCM-SHA256"] },
        },
      ],
    },
  };

  test("fields that the form doesn't know survive, and so does the user's own credential", () => {
    const edited = gatewayFromForm(shop, "vamp-demo", current);
    expect(edited.spec.servers?.[1]).toEqual(current.spec.servers?.[0]);
  });

  test("an annotated port without a server stays annotated", () => {
    const { annotations } = gatewayFromForm(shop, "vamp-demo", current).metadata;
    expect(annotations?.["lamia.dev/secured-hosts"]).toBe("443=shop.democluster.net,9999=x.org");
  });

  test("another Secured Host gets another credential", () => {
    const before = gatewayFromForm(shop, "vamp-demo");
    const secured = { ...server("new.example.com"), port: 443, protocol: "HTTPS" as const };
    const form = { ...shop, servers: [{ ...secured, securedHost: "new.example.com" }] };
    const tls = gatewayFromForm(form, "vamp-demo", before).spec.servers?.[0]?.tls;
    expect(tls?.credentialName).toBe(credentialNameFor("new.example.com"));
  });

  test("removing a Secured Host removes its annotation, too", () => {
    const before = gatewayFromForm(shop, "vamp-demo");
    const form = { ...shop, servers: [server("shop.democluster.net")] };
    expect(gatewayFromForm(form, "vamp-demo", before).metadata.annotations).toEqual({
      "lamia.dev/owner": "me",
    });
  });
});

function server(host: string): GatewayServerForm {
  return { hosts: [host], port: 80, protocol: "HTTP" };
}
