import { describe, expect, test } from "vitest";
import { gatewayFormSchema } from "./form";

const good = { name: "gw-1", servers: [{ hosts: ["*"], port: 80, protocol: "http" }] };

/** Paths of the issues, joined by dots. */
function paths(form: unknown): string[] {
  const result = gatewayFormSchema.safeParse(form);
  return result.success ? [] : result.error.issues.map(({ path }) => path.join("."));
}

function withServers(...servers: object[]) {
  return {
    ...good,
    servers: servers.map((server) => ({ hosts: ["*"], port: 443, protocol: "HTTPS", ...server })),
  };
}

describe("the Gateway form accepts", () => {
  test("a protocol in any case, and writes it in uppercase", () => {
    expect(gatewayFormSchema.parse(good).servers[0]?.protocol).toBe("HTTP");
  });

  test("several Secured Hosts on one port, each with its own server", () => {
    const server = (host: string) => ({ securedHost: host, hosts: [host] });
    expect(paths(withServers(server("a.example.com"), server("b.example.com")))).toEqual([]);
  });

  test("an IP address as a Secured Host only where the server is for all hosts", () => {
    const securedHost = "192.0.2.10";
    expect(paths(withServers({ securedHost }))).toEqual([]);
    expect(paths(withServers({ securedHost, hosts: [securedHost] }))).toEqual(["servers.0.securedHost"]);
  });

  test("an empty Secured Host as no Secured Host", () => {
    const { servers } = gatewayFormSchema.parse({
      ...good,
      servers: [
        { securedHost: " ", hosts: ["*"], port: 80, protocol: "HTTP", tls: { httpsRedirect: false } },
      ],
    });
    expect(servers).toEqual([{ hosts: ["*"], port: 80, protocol: "HTTP" }]);
  });

  test.each([
    "*",
    "*.example.com",
    "shop.example.com",
    "vamp-demo/shop.example.com",
    "./shop.example.com",
    "*/*",
    "10.0.0.1",
  ])("the host %s", (host) => {
    expect(paths({ ...good, servers: [{ hosts: [host], port: 80, protocol: "HTTP" }] })).toEqual([]);
  });

  test("a Secured Host for each of several servers on one port", () => {
    const [one, two] = ["a.example.com", "b.example.com"].map((host) => ({
      securedHost: host,
      hosts: [host],
    }));
    expect(paths(withServers(one ?? {}, two ?? {}))).toEqual([]);
  });

  test("a Secured Host that a wildcard host covers", () => {
    expect(paths(withServers({ securedHost: "Shop.Example.com", hosts: ["*.example.com"] }))).toEqual([]);
  });
});

describe("the Gateway form names the wrong field", () => {
  test.each([
    "",
    "shop",
    "*shop.example.com",
    "a.*.com",
    "a..b",
    "-a.com",
    "a_b.com",
    "x/",
    "Bad_ns/a.com",
    "~/a.com",
    "::1",
    "a.1",
  ])("for the host “%s”", (host) => {
    const form = { ...good, servers: [{ hosts: ["a.example.com", host], port: 80, protocol: "HTTP" }] };
    expect(paths(form)).toEqual(["servers.0.hosts.1"]);
  });

  test.each([
    ["name", { ...good, name: "Gw_1" }],
    ["name", { ...good, name: "a.b" }],
    ["servers", { ...good, servers: [] }],
    ["servers.0.hosts", withServers({ securedHost: "a.example.com", hosts: [] })],
    ["servers.0.port", withServers({ securedHost: "a.example.com", port: 70_000 })],
    ["servers.0.protocol", withServers({ protocol: "SMTP" })],
    ["servers.0.protocol", withServers({ securedHost: "a.example.com", protocol: "HTTP" })],
    ["servers.0.securedHost", withServers({ securedHost: "shop" })],
    ["servers.0.securedHost", withServers({ securedHost: "10.0.0.256" })],
    ["servers.0.securedHost", withServers({ securedHost: "a.example.com", hosts: ["b.example.com"] })],
    ["servers.0.securedHost", withServers({})],
    ["servers.0.tls.credentialName", withServers({ tls: { mode: "SIMPLE" } })],
    ["servers.0.tls.mode", withServers({ securedHost: "a.example.com", tls: { mode: "PASSTHROUGH" } })],
    [
      "servers.0.tls.credentialName",
      withServers({ tls: { credentialName: "a", serverCertificate: "/c", privateKey: "/k" } }),
    ],
    ["servers.0.tls.credentialName", withServers({ tls: { mode: "ISTIO_MUTUAL", credentialName: "a" } })],
    [
      "servers.0.tls.credentialNames",
      withServers({ tls: { mode: "SIMPLE", credentialNames: ["a", "b", "c"] } }),
    ],
    ["servers.0.tls", withServers({ protocol: "HTTP", tls: { mode: "SIMPLE", credentialName: "a" } })],
    ["servers.0.tls.httpsRedirect", withServers({ protocol: "TCP", tls: { httpsRedirect: true } })],
    ["servers.0.hosts.1", withServers({ securedHost: "a.example.com", hosts: ["*", "*"] })],
    [
      "servers.1.securedHost",
      withServers(
        { securedHost: "a.example.com", hosts: ["a.example.com"] },
        { securedHost: "a.example.com", hosts: ["*.example.com"] },
      ),
    ],
    ["servers.1.port", withServers({ securedHost: "a.example.com" }, { protocol: "HTTP", hosts: ["b.org"] })],
    ["labels.a b", { ...good, labels: { "a b": "c" } }],
    ["labels.a", { ...good, labels: { a: "no spaces" } }],
    ["metadata.secured-hosts", { ...good, metadata: { "secured-hosts": "x" } }],
    ["metadata.health_path", { ...good, metadata: { health_path: "healthz" } }],
    ["metadata.health_status", { ...good, metadata: { health_path: "/", health_status: "fine" } }],
    ["selector.a/b/c", { ...good, selector: { "a/b/c": "x" } }],
  ])("%s", (path, form) => {
    expect(paths(form)).toEqual([path]);
  });

  test("and says what to do about a short name", () => {
    const result = gatewayFormSchema.safeParse({
      ...good,
      servers: [{ hosts: ["shop"], port: 80, protocol: "HTTP" }],
    });
    expect(result.error?.issues[0]?.message).toContain("shop.example.com");
  });
});

test("a server's second Secured Host is refused at its field, with a remedy", () => {
  const several = withServers({ securedHost: "a.example.com, b.example.com", hosts: ["*"] });
  expect(paths(several)).toEqual(["servers.0.securedHost"]);
  const [issue] = gatewayFormSchema.safeParse(several).error?.issues ?? [];
  expect(issue?.message).toMatch(/one certificate.*server of its own on the same port/);
});
