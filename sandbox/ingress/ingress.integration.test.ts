import { X509Certificate } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { httpsServer, putGateway, putRoutes, putShop, toSubset } from "./testing/shop-objects";
import { startTestIngress, type TestIngress, until } from "./testing/test-ingress";
import { visit, visitHttp2 } from "./testing/visit";
import { resources } from "./workloads";

let it: TestIngress;
const url = "https://shop.example.test/";
const host = "shop.example.test";

beforeAll(async () => {
  it = await startTestIngress();
});
afterAll(() => it.close());
beforeEach(async () => {
  for (const resource of [resources.gateways, resources.virtualServices, resources.destinationRules]) {
    for (const { metadata } of it.objects.list(resource))
      it.objects.remove(resource, metadata.namespace, metadata.name);
  }
  putShop(it.objects);
  putGateway(it.objects, "gw-1", [httpsServer(host, "shop-tls")]);
  putRoutes(it.objects, "shop", "gw-1", host, [toSubset("v1")]);
  await it.certify(host, "shop-tls");
});

test("the shop is served with the Secret's certificate over HTTP/1.1 and HTTP/2", async () => {
  const certificate = await it.certify(host, "shop-tls");
  const first = await visit(it, url);
  expect(first).toMatchObject({ status: 200, headers: { server: "istio-envoy", "x-shop-version": "1.0" } });
  expect(first.serial).toBe(new X509Certificate(certificate).serialNumber);
  expect((await visitHttp2(it, url)).body).toContain("Version 1.0");
});

test("the next connection gets the new certificate of the Secret", async () => {
  const before = (await visit(it, url)).serial;
  await it.certify(host, "shop-tls");
  expect((await visit(it, url)).serial).not.toBe(before);
});

test("changed routes apply to the next request", async () => {
  putRoutes(it.objects, "shop", "gw-1", host, [toSubset("v2")]);
  expect((await visit(it, url)).headers["x-shop-version"]).toBe("2.0");
  putRoutes(it.objects, "shop", "gw-1", host, [
    { match: [{ headers: { "x-canary": { exact: "yes" } } }], ...toSubset("v2") },
    toSubset("v1"),
  ]);
  expect((await visit(it, url, { "x-canary": "yes" })).headers["x-shop-version"]).toBe("2.0");
  expect((await visit(it, url)).headers["x-shop-version"]).toBe("1.0");
});

test("a request over a connection for another host gets 404, or 421 with Lamia's EnvoyFilter if nothing routes it", async () => {
  const two = "two.example.test";
  await it.certify(two, "two-tls");
  putGateway(it.objects, "gw-2", [httpsServer(two, "two-tls")]);
  putRoutes(it.objects, "two", "gw-2", two, [toSubset("v1")]);
  const statusOver = async (opened: string) => (await visitHttp2(it, url, opened)).status;
  expect([await statusOver(two), await statusOver(host)]).toEqual([404, 200]);
  const mappers = [{ status_code: 421 }];
  it.objects.put(resources.envoyFilters, {
    apiVersion: "networking.istio.io/v1alpha3",
    kind: "EnvoyFilter",
    metadata: { namespace: "istio-system", name: "misdirected" },
    spec: { configPatches: [{ patch: { value: { typed_config: { local_reply_config: { mappers } } } } }] },
  });
  expect([await statusOver(two), await statusOver(host)]).toEqual([421, 200]);
  it.objects.remove(resources.envoyFilters, "istio-system", "misdirected");
});

test("weights share the requests between the versions", async () => {
  const share = (subset: string, weight: number) => ({ destination: { host: "shop", subset }, weight });
  putRoutes(it.objects, "shop", "gw-1", host, [{ route: [share("v1", 50), share("v2", 50)] }]);
  const versions = new Set<unknown>();
  for (let request = 0; request < 40 && versions.size < 2; request += 1) {
    versions.add((await visit(it, url)).headers["x-shop-version"]);
  }
  expect([...versions].sort()).toEqual(["1.0", "2.0"]);
  putRoutes(it.objects, "shop", "gw-1", host, [{ route: [share("v1", 0), share("v2", 100)] }]);
  for (let request = 0; request < 5; request += 1) {
    expect((await visit(it, url)).headers["x-shop-version"]).toBe("2.0");
  }
});

test("a handshake fails without a server for the name, without a Secret, or with a Secret outside the proxy's namespace", async () => {
  await expect(visit(it, "https://other.example.test/")).rejects.toThrow();
  it.objects.remove(resources.secrets, "istio-system", "shop-tls");
  await expect(visit(it, url)).rejects.toThrow();
  await it.certify(host, "shop-tls", "vamp-demo");
  await expect(visit(it, url)).rejects.toThrow();
  await it.certify(host, "shop-tls");
  expect((await visit(it, url)).status).toBe(200);
});

test("when two Gateways share a host on a port, the newer one's TLS server is dropped entirely", async () => {
  const other = "other.example.test";
  await it.certify(other, "other-tls");
  const both = { ...httpsServer(other, "other-tls"), hosts: [other, host] };
  putGateway(it.objects, "gw-2", [both]);
  putRoutes(it.objects, "other", "gw-2", other, [toSubset("v2")]);
  await expect(visit(it, `https://${other}/`)).rejects.toThrow();
  it.objects.remove(resources.gateways, "vamp-demo", "gw-1");
  expect((await visit(it, `https://${other}/`)).status).toBe(200);
});

test("another server's host on the same connection is not found", async () => {
  const other = "other.example.test";
  putGateway(it.objects, "gw-2", [httpsServer(other, "shop-tls")]);
  putRoutes(it.objects, "other", "gw-2", other, [toSubset("v2")]);
  expect((await visit(it, url, { host: other })).status).toBe(404);
});

test("plain HTTP is redirected if the Gateway says so, and unknown hosts are not found", async () => {
  const plain = {
    port: { number: 80, name: "http", protocol: "HTTP" },
    hosts: [host],
    tls: { httpsRedirect: true },
  };
  putGateway(it.objects, "gw-1", [httpsServer(host, "shop-tls"), plain]);
  const redirected = await visit(it, `http://${host}/products?a=1`);
  expect(redirected.status).toBe(301);
  expect(redirected.headers.location).toBe(`https://${host}:${it.ports.https}/products?a=1`);
  expect((await visit(it, "http://other.example.test/")).status).toBe(404);
  putGateway(it.objects, "gw-1", [httpsServer(host, "shop-tls"), { ...plain, tls: undefined }]);
  expect((await visit(it, `http://${host}/healthz`)).status).toBe(200);
});

test("a route without a reachable destination answers 503 with Envoy's reason", async () => {
  putRoutes(it.objects, "shop", "gw-1", host, [toSubset("none")]);
  const unhealthy = await visit(it, url);
  expect(unhealthy).toMatchObject({ status: 503, body: "no healthy upstream" });
  expect(unhealthy.headers["x-envoy-upstream-service-time"]).toBeUndefined();
  putRoutes(it.objects, "shop", "gw-1", host, [toSubset("never-defined")]);
  expect(await visit(it, url)).toMatchObject({ status: 503, body: "" });
  putShop(it.objects, 8080);
  putRoutes(it.objects, "shop", "gw-1", host, [toSubset("v1")]);
  expect((await visit(it, url)).body).toContain("connection failure");
  putShop(it.objects, "http");
  const reached = await visit(it, url);
  expect(reached.status).toBe(200);
  expect(reached.headers["x-envoy-upstream-service-time"]).toMatch(/^\d+$/);
  putRoutes(it.objects, "shop", "gw-1", host, [{ match: [{ uri: { prefix: "/only" } }], ...toSubset("v1") }]);
  expect((await visit(it, url)).status).toBe(404);
});

test("a Gateway that selects other proxies is not served here", async () => {
  const [gateway] = it.objects.list(resources.gateways);
  it.objects.put(resources.gateways, {
    ...gateway,
    spec: { ...(gateway?.spec as object), selector: { istio: "own" } },
  });
  await expect(visit(it, url)).rejects.toThrow();
});

test("a withdrawn address is closed, and opens again when it comes back", async () => {
  const refused = () =>
    new Promise<string | undefined>((resolve) => {
      const socket = connect(it.ports.https, it.address);
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
      socket.once("connect", () => {
        socket.destroy();
        resolve(undefined);
      });
    });
  it.levers.addressAfterSeconds = null;
  await until(() => it.ingress.addresses().length === 0);
  await it.ingress.settled();
  expect(await refused()).toBe("ECONNREFUSED");
  it.levers.addressAfterSeconds = 0;
  await until(() => it.ingress.addresses().length > 0);
  expect((await visit(it, url)).status).toBe(200);
});
