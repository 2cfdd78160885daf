import { expect, test } from "vitest";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { healthPathAnnotation, healthStatusAnnotation } from "@/lib/model/health";
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

test("each port and host of the annotation is a secured host, with the server that serves it", () => {
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

test("a port without a server gives a secured host without a server", () => {
  expect(securedHostsOf(gateway("8443=one.example.org"))[0]?.server).toBeNull();
});

test("a host that no server of its port serves has no server, and gets no other server's settings", () => {
  expect(securedHostsOf(gateway("443=elsewhere.example.org"))[0]?.server).toBeNull();
});

test("a server that lists the host wins over a server for all hosts", () => {
  const both = gateway("443=shop.example.org");
  both.spec = {
    servers: [
      { port: { number: 443, name: "all", protocol: "HTTPS" }, hosts: ["*"] },
      { port: { number: 443, name: "shop", protocol: "HTTPS" }, hosts: ["Shop.example.org"] },
    ],
  };
  expect(securedHostsOf(both)[0]?.server?.index).toBe(1);
});

test("a server with an empty credentialName names no Secret", () => {
  const unnamed = gateway("443=shop.example.org");
  const port = { number: 443, name: "shop", protocol: "HTTPS" };
  const tls = { mode: "SIMPLE" as const, credentialName: "" };
  unnamed.spec = { servers: [{ port, hosts: ["shop.example.org"], tls }] };
  expect(securedHostsOf(unnamed)[0]?.server?.credentialName).toBeNull();
});

test("nothing is walked without the annotation", () => {
  expect(securedHostsOf(gateway(undefined))).toEqual([]);
});

/** A Gateway with these annotations besides that of the hosts, and this server on 443. */
function annotated(annotations: Record<string, string>, server: object = {}): GatewayObject {
  const made = gateway("443=shop.example.org,443=second.example.org");
  made.metadata = {
    ...made.metadata,
    creationTimestamp: "2026-01-01T00:00:00Z",
    annotations: { ...made.metadata.annotations, ...annotations },
  };
  const port = { number: 443, name: "shop", protocol: "HTTPS" };
  made.spec = { servers: [{ port, hosts: ["*.example.org"], ...server }] } as NonNullable<
    GatewayObject["spec"]
  >;
  return made;
}

test("age, shares, client CA, and health come from the object, and are missing if it doesn't have them", () => {
  const [plain] = securedHostsOf(annotated({}));
  expect(plain).toMatchObject({ createdAt: "2026-01-01T00:00:00Z" });
  expect(Object.keys(plain ?? {})).not.toEqual(expect.arrayContaining(["sharedWith"]));
  for (const key of ["sharedWith", "health", "clientCa", "serverTakenBy"])
    expect(plain).not.toHaveProperty(key);
  const [full] = securedHostsOf(
    annotated({
      "lamia.dev/share-with": "b/shop, c/*",
      "lamia.dev/client-ca": " clients ",
      [healthPathAnnotation]: "/ready",
      [healthStatusAnnotation]: "204",
    }),
  );
  expect(full).toMatchObject({
    sharedWith: [
      { namespace: "b", name: "shop" },
      { namespace: "c", name: null },
    ],
    clientCa: "clients",
    health: { path: "/ready", status: "204" },
  });
  expect(securedHostsOf(annotated({ [healthPathAnnotation]: "/" }))[0]?.health).toEqual({ path: "/" });
  expect(securedHostsOf(annotated({ [healthStatusAnnotation]: "204" }))[0]?.health).toEqual({
    status: "204",
  });
});

test("of two hosts of one server, the second one says which host took the server, and so does a third", () => {
  const made = annotated({
    "lamia.dev/secured-hosts": "443=a.example.org,443=b.example.org,443=c.example.org",
  });
  expect(securedHostsOf(made).map(({ serverTakenBy }) => serverTakenBy)).toEqual([
    undefined,
    "a.example.org",
    "a.example.org",
  ]);
});

test.each<[object | undefined, boolean]>([
  [undefined, false],
  [{ mode: "SIMPLE" }, false],
  [{ serverCertificate: "/etc/cert.pem" }, true],
  [{ privateKey: "/etc/key.pem" }, true],
  [{ serverCertificate: "" }, false],
  [{ credentialNames: ["a", "b"] }, true],
  [{ credentialNames: [] }, false],
  [{ tlsCertificates: [{ privateKey: "k" }] }, true],
])("a server with tls %j has another certificate: %s", (tls, expected) => {
  const [host] = securedHostsOf(annotated({}, tls ? { tls } : {}));
  expect(host?.server?.hasOtherCertificate === true).toBe(expected);
});

test("what no schema has validated is read as far as possible", () => {
  const odd = { hosts: ["shop.example.org", 7, null], port: { number: 443 } };
  expect(securedHostsOf(annotated({}, odd))[0]?.server).toMatchObject({
    hosts: ["shop.example.org"],
    protocol: "",
    tlsMode: null,
  });
  const none = gateway("443=shop.example.org");
  none.spec = { servers: "none" } as unknown as NonNullable<GatewayObject["spec"]>;
  expect(securedHostsOf(none)[0]?.server).toBeNull();
});
