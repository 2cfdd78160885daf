import { describe, expect, test } from "vitest";
import { virtualServiceFormSchema } from "./form";

const weights = [{ destination: "shop", weight: 100 }];
const good = { name: "shop", hosts: ["shop"], routes: [{ weights }] };

function paths(form: unknown): string[] {
  const result = virtualServiceFormSchema.safeParse(form);
  return result.success ? [] : result.error.issues.map(({ path }) => path.join("."));
}

function withRoute(route: object) {
  return { ...good, routes: [{ weights, ...route }] };
}

describe("the Virtual Service form accepts", () => {
  test("grpc as http, a bare number as seconds and empty fields as none", () => {
    const form = withRoute({ protocol: "GRPC", timeout: "3", rewrite: { uri: "" }, name: "" });
    expect(virtualServiceFormSchema.parse(form).routes[0]).toEqual({
      protocol: "http",
      condition: "",
      timeout: "3s",
      weights,
    });
  });

  test("every host behind a gateway", () => {
    expect(paths({ ...good, hosts: ["*"], gateways: ["gw-1"] })).toEqual([]);
  });
});

describe("the Virtual Service form names the field that is wrong", () => {
  test.each([
    ["hosts", { ...good, hosts: [] }],
    ["hosts.0", { ...good, hosts: ["*"] }],
    ["hosts.0", { ...good, hosts: ["*"], gateways: ["gw-1", "mesh"] }],
    ["hosts.1", { ...good, hosts: ["shop", "shop"] }],
    ["hosts.0", { ...good, hosts: ["bad_host"] }],
    ["gateways.0", { ...good, gateways: ["Bad/gw"] }],
    ["routes", { ...good, routes: [] }],
    ["routes.0.condition", withRoute({ condition: 'uri suffix "/a"' })],
    ["routes.0.condition", withRoute({ condition: 'uri "/a" and uri "/b"' })],
    ["routes.0.condition", withRoute({ protocol: "tcp", condition: 'uri "/a"' })],
    ["routes.0.condition", withRoute({ protocol: "tls" })],
    ["routes.0.condition", withRoute({ protocol: "tls", condition: 'sni "a.com" or port 443' })],
    ["routes.0.timeout", withRoute({ timeout: "soon" })],
    ["routes.0.timeout", withRoute({ protocol: "tcp", timeout: "3s" })],
    ["routes.0.retries.attempts", withRoute({ retries: { attempts: -1 } })],
    ["routes.0.weights", withRoute({ weights: [] })],
    ["routes.0.weights", withRoute({ redirect: { uri: "/a" } })],
    ["routes.0.weights", withRoute({ weights: [{ destination: "a", weight: 60 }] })],
    ["routes.0.weights.0.weight", withRoute({ weights: [{ destination: "a", weight: 160 }] })],
    ["routes.0.weights.0.destination", withRoute({ weights: [{ destination: "", weight: 100 }] })],
    ["routes.0.protocol", withRoute({ protocol: "udp" })],
  ])("%s", (path, form) => {
    expect(paths(form)).toEqual([path]);
  });
});
