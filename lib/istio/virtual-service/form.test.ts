import { beforeAll, describe, expect, test } from "vitest";
import { regexEngineReady } from "@/lib/istio/condition/regex-problem";
import { virtualServiceFormSchema } from "./form";

beforeAll(() => regexEngineReady);

const weights = [{ destination: "shop", weight: 100 }];
const good = { name: "shop", hosts: ["shop"], routes: [{ weights }] };

function paths(form: unknown): string[] {
  const result = virtualServiceFormSchema.safeParse(form);
  return result.success ? [] : result.error.issues.map(({ path }) => path.join("."));
}

function withRoute(route: object) {
  return { ...good, routes: [{ weights, ...route }] };
}

describe("the VirtualService form accepts", () => {
  test("grpc as http, a plain number as seconds, and empty fields as missing", () => {
    const form = withRoute({ protocol: "GRPC", timeout: "3", rewrite: { uri: "" }, name: "" });
    expect(virtualServiceFormSchema.parse(form).routes[0]).toEqual({
      protocol: "http",
      condition: "",
      timeout: "3s",
      weights,
    });
  });

  test("retry conditions with spaces between them, and regular expressions with classes and counts", () => {
    const form = withRoute({
      condition: 'uri regex "[{9999}]{1,1000}"',
      retries: { attempts: 2, retryOn: "gateway-error, 503" },
    });
    expect(virtualServiceFormSchema.parse(form).routes[0]?.retries?.retryOn).toBe("gateway-error,503");
  });

  test("TLS routes for names that a host covers", () => {
    const hosts = ["*.example.com", "10.0.0.1"];
    const route = { protocol: "tls", condition: 'sni "a.example.com, *.b.example.com"', weights };
    expect(paths({ ...good, hosts, gateways: ["gw"], routes: [route] })).toEqual([]);
  });

  test("routes without hosts, to which others delegate", () => {
    expect(paths({ ...good, hosts: [] })).toEqual([]);
  });

  test("weights with any sum, because Istio uses them as shares", () => {
    const shares = [3, 1].map((weight) => ({ destination: "a", subset: `s${weight}`, weight }));
    expect(paths(withRoute({ weights: shares }))).toEqual([]);
  });

  test("claims of a token among the headers", () => {
    const form = withRoute({ condition: 'header "@request.auth.claims.Group" exact "Admin"' });
    expect(paths({ ...form, gateways: ["gw-1"] })).toEqual([]);
  });

  test("every host behind a gateway", () => {
    expect(paths({ ...good, hosts: ["*"], gateways: ["gw-1"] })).toEqual([]);
  });
});

describe("the VirtualService form names the wrong field", () => {
  test.each([
    ["hosts.0", { ...good, hosts: [""] }],
    ["gateways.0", { ...good, hosts: [], gateways: ["gw-1"] }],
    ["hosts", { ...good, hosts: [], routes: [{ protocol: "tcp", weights }] }],
    ["routes.0.weights", { ...good, hosts: [], routes: [{ delegate: { name: "a" } }] }],
    ["hosts.0", { ...good, hosts: ["*"] }],
    ["hosts.0", { ...good, hosts: ["*"], gateways: ["mesh"] }],
    ["hosts.1", { ...good, hosts: ["shop", "shop"] }],
    ["hosts.0", { ...good, hosts: ["bad_host"] }],
    ["hosts.0", { ...good, hosts: ["*.1.2.3.4"] }],
    ["hosts.1", { ...good, hosts: ["*.example.com", "shop.example.com"] }],
    ["hosts.1", { ...good, hosts: ["shop.example.com", "*.com"] }],
    ["gateways.0", { ...good, gateways: ["Bad/gw"] }],
    ["routes", { ...good, routes: [] }],
    ["routes.0.condition", withRoute({ condition: 'uri suffix "/a"' })],
    ["routes.0.condition", withRoute({ condition: 'uri "/a" and uri "/b"' })],
    ["routes.0.condition", withRoute({ protocol: "tcp", condition: 'uri "/a"' })],
    ["routes.0.condition", withRoute({ protocol: "tls" })],
    ["routes.0.condition", withRoute({ protocol: "tls", condition: 'sni "a.com" or port 443' })],
    ["routes.0.condition", { ...good, ...withRoute({ protocol: "tls", condition: 'sni "a.com"' }) }],
    ["routes.0.condition", withRoute({ condition: 'header "x" prefix ""' })],
    ["routes.0.condition", withRoute({ condition: `uri regex "${"a".repeat(1025)}"` })],
    ["routes.0.condition", withRoute({ condition: `cookie "x" exact "${"a".repeat(1020)}"` })],
    ["routes.0.condition", withRoute({ condition: 'uri regex "a{2,1001}"' })],
    ["routes.0.name", withRoute({ protocol: "tcp", name: "all" })],
    ["routes.0.timeout", withRoute({ timeout: "soon" })],
    ["routes.0.timeout", withRoute({ timeout: "0s" })],
    ["routes.0.timeout", withRoute({ protocol: "tcp", timeout: "3s" })],
    ["routes.0.retries.attempts", withRoute({ retries: { attempts: -1 } })],
    ["routes.0.retries.attempts", withRoute({ retries: { attempts: 0, perTryTimeout: "3s" } })],
    ["routes.0.retries.retryOn", withRoute({ retries: { attempts: 1, retryOn: "5xx,sometimes" } })],
    ["routes.0.retries.retryOn", withRoute({ retries: { attempts: 1, retryOn: "reset,,503" } })],
    ["routes.0.retries.retryOn", withRoute({ retries: { attempts: 1, retryOn: "599" } })],
    ["routes.0.weights.0.destination", withRoute({ weights: [{ destination: "10.0.0.1", weight: 100 }] })],
    ["routes.0.weights", withRoute({ weights: [] })],
    ["routes.0.weights", withRoute({ redirect: { uri: "/a" } })],
    [
      "routes.0.weights",
      withRoute({ weights: ["a", "b"].map((destination) => ({ destination, weight: 0 })) }),
    ],
    ["routes.0.weights.0.weight", withRoute({ weights: [{ destination: "a", weight: -1 }] })],
    ["routes.0.weights.0.weight", withRoute({ weights: [{ destination: "a", weight: 0.5 }] })],
    ["routes.0.weights.0.destination", withRoute({ weights: [{ destination: "", weight: 100 }] })],
    ["routes.0.protocol", withRoute({ protocol: "udp" })],
  ])("%s", (path, form) => {
    expect(paths(form)).toEqual([path]);
  });
});
