import { expect, test } from "vitest";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { redirectLocation, rewritePath } from "./forward";
import { portServers } from "./ingress-config";
import type { HttpMatch, HttpRoute } from "./istio-types";
import { matchRoute, type RoutedRequest } from "./route-request";
import { bestPattern, covers, intersection, readServerHost, virtualHosts } from "./virtual-hosts";

function asked(url: string, headers: Record<string, string> = {}, method = "GET"): RoutedRequest {
  const { pathname, searchParams, hostname } = new URL(url, "https://shop.a.test");
  return {
    method,
    scheme: "https",
    authority: hostname,
    port: 443,
    path: pathname,
    query: searchParams,
    headers,
  };
}

function takes(match: HttpMatch, request: RoutedRequest): boolean {
  return matchRoute([{ route: { match: [match] } }], request) !== undefined;
}

function stored(kind: string, name: string, spec: object, created = "2026-01-01T00:00:00Z"): StoredObject {
  return {
    apiVersion: "networking.istio.io/v1",
    kind,
    metadata: { name, namespace: "demo", uid: name, resourceVersion: "1", creationTimestamp: created },
    spec,
  };
}

test.each<[string, HttpMatch, RoutedRequest, RoutedRequest]>([
  ["exact uri", { uri: { exact: "/a" } }, asked("/a?x=1"), asked("/a/")],
  ["uri prefix", { uri: { prefix: "/a" } }, asked("/abc"), asked("/b")],
  ["uri regex matches the whole path", { uri: { regex: "/a[0-9]+" } }, asked("/a12"), asked("/a12/b")],
  ["uri without case", { uri: { prefix: "/A" }, ignoreUriCase: true }, asked("/ab"), asked("/b")],
  ["method", { method: { exact: "POST" } }, asked("/", {}, "POST"), asked("/")],
  ["header", { headers: { "X-User": { prefix: "a" } } }, asked("/", { "x-user": "anna" }), asked("/")],
  ["header that is there", { headers: { cookie: {} } }, asked("/", { cookie: "" }), asked("/")],
  ["header that is not there", { withoutHeaders: { cookie: {} } }, asked("/"), asked("/", { cookie: "a" })],
  ["query parameter", { queryParams: { v: { exact: "2" } } }, asked("/?v=2"), asked("/?v=3")],
  ["authority", { authority: { exact: "shop.a.test" } }, asked("/"), asked("https://b.test/")],
  [
    "all conditions",
    { uri: { prefix: "/a" }, method: { exact: "PUT" } },
    asked("/a", {}, "PUT"),
    asked("/a"),
  ],
])("a match of %s takes what it says and nothing else", (_name, match, taken, left) => {
  expect(takes(match, taken)).toBe(true);
  expect(takes(match, left)).toBe(false);
});

test("the first matching route is used, and an invalid regex matches nothing", () => {
  const routes: { route: HttpRoute }[] = [
    { route: { name: "broken", match: [{ uri: { regex: "(" } }] } },
    { route: { name: "either", match: [{ uri: { exact: "/x" } }, { uri: { exact: "/y" } }] } },
    { route: { name: "rest" } },
  ];
  expect(matchRoute(routes, asked("/y"))?.bound.route.name).toBe("either");
  expect(matchRoute(routes, asked("/z"))?.bound.route.name).toBe("rest");
});

test("hosts match by name, by suffix and by star, and the narrowest wins", () => {
  expect(covers("*.a.test", "b.a.test")).toBe(true);
  expect(covers("*.a.test", "a.test")).toBe(false);
  expect(covers("a.test", "b.test")).toBe(false);
  expect(intersection("*.a.test", "b.a.test")).toBe("b.a.test");
  expect(intersection("b.test", "*")).toBe("b.test");
  expect(intersection("a.test", "b.test")).toBeUndefined();
  expect(bestPattern(["*", "*.test", "*.a.test"], "b.a.test")).toBe("*.a.test");
  expect(readServerHost("./A.test", "demo")).toEqual({ namespace: "demo", pattern: "a.test" });
});

test("a rewrite exchanges the matched prefix, and replaces an exact path entirely", () => {
  expect(rewritePath("/v1/items", { uri: "/api" }, { uri: { prefix: "/v1" } })).toBe("/api/items");
  expect(rewritePath("/v1/items", { uri: "/" }, { uri: { prefix: "/v1" } })).toBe("/items");
  expect(rewritePath("/v1", { uri: "/other" }, { uri: { exact: "/v1" } })).toBe("/other");
  const uriRegexRewrite = { match: "^/(\\w+)/(\\w+)$", rewrite: "/\\2/\\1" };
  expect(rewritePath("/a/b", { uriRegexRewrite }, undefined)).toBe("/b/a");
});

test("a redirect keeps what it doesn't set", () => {
  const request = { scheme: "http", host: "a.test:8080", path: "/x", search: "?q=1" };
  expect(redirectLocation({ uri: "/y" }, request)).toBe("http://a.test:8080/y?q=1");
  expect(redirectLocation({ scheme: "https" }, request)).toBe("https://a.test/x?q=1");
  expect(redirectLocation({ authority: "b.test", port: 81 }, request)).toBe("http://b.test:81/x?q=1");
});

const frontend = {
  address: "127.0.80.1",
  namespace: "istio-system",
  ports: [443],
  proxyLabels: [{ istio: "ingressgateway" }],
};
const selector = { istio: "ingressgateway" };
const server = (hosts: string[], protocol = "HTTPS") => ({
  port: { number: 443, name: "p", protocol },
  hosts,
});

test("an older TLS server keeps its host, and a server of another protocol on the port is ignored", () => {
  const gateways = [
    stored(
      "Gateway",
      "late",
      { selector, servers: [server(["b.test", "a.test"]), server(["c.test"])] },
      "2026-02-01T00:00:00Z",
    ),
    stored("Gateway", "early", { selector, servers: [server(["a.test"]), server(["d.test"], "HTTP")] }),
    stored("Gateway", "elsewhere", { selector: { istio: "own" }, servers: [server(["e.test"])] }),
  ];
  const merged = portServers(frontend, 443, gateways);
  expect(merged?.isTls).toBe(true);
  expect(merged?.servers.map(({ hosts }) => hosts.map(({ pattern }) => pattern))).toEqual([
    ["a.test"],
    ["c.test"],
  ]);
  expect(portServers(frontend, 80, gateways)).toBeUndefined();
});

test("a VirtualService binds by name in its namespace, by host, and by the namespaces that the server admits", () => {
  const [bound] =
    portServers(frontend, 443, [stored("Gateway", "gw", { selector, servers: [server(["*.a.test"])] })])
      ?.servers ?? [];
  if (!bound) throw new Error("The server is missing.");
  const http = [{ route: [] }];
  const services = [
    stored("VirtualService", "mine", { hosts: ["x.a.test"], gateways: ["gw"], http }),
    stored("VirtualService", "full", { hosts: ["y.a.test"], gateways: ["demo/gw"], http }),
    stored("VirtualService", "mesh", { hosts: ["z.a.test"], http }),
    stored("VirtualService", "foreign", { hosts: ["b.test"], gateways: ["gw"], http }),
  ];
  expect([...virtualHosts([bound], services).keys()].sort()).toEqual(["x.a.test", "y.a.test"]);
  const closed = { ...bound, hosts: [{ pattern: "*.a.test", namespace: "other" }] };
  expect(virtualHosts([closed], services).size).toBe(0);
});
