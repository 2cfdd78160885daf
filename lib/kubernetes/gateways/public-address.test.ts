import { expect, test } from "vitest";
import { publicAddressOf } from "./ingresses";

const service = {
  apiVersion: "v1",
  kind: "Service" as const,
  metadata: { name: "ingress", namespace: "istio-system" },
};

test("addresses of a load balancer are separated by family", () => {
  const status = {
    loadBalancer: { ingress: [{ ip: "203.0.113.9" }, { ip: "2001:db8::1" }, { ip: "203.0.113.7" }] },
  };
  expect(publicAddressOf({ ...service, status })).toEqual({
    ipv4: ["203.0.113.7", "203.0.113.9"],
    ipv6: ["2001:db8::1"],
    hostname: null,
  });
});

test("a load balancer with a name has only the name, without its final dot", () => {
  const status = { loadBalancer: { ingress: [{ hostname: "LB-1.elb.amazonaws.com." }] } };
  expect(publicAddressOf({ ...service, status })).toEqual({
    ipv4: [],
    ipv6: [],
    hostname: "lb-1.elb.amazonaws.com",
  });
});

test("externalIPs count if no load balancer has reported", () => {
  expect(publicAddressOf({ ...service, spec: { externalIPs: ["198.51.100.4"] } }).ipv4).toEqual([
    "198.51.100.4",
  ]);
});

test("if a load balancer reports addresses, only those count, without duplicates", () => {
  const status = {
    loadBalancer: { ingress: [{ ip: "203.0.113.9" }, { ip: "203.0.113.9" }, { hostname: "lb.net" }] },
  };
  expect(publicAddressOf({ ...service, status, spec: { externalIPs: ["198.51.100.4"] } })).toEqual({
    ipv4: ["203.0.113.9"],
    ipv6: [],
    hostname: "lb.net",
  });
  expect(publicAddressOf({ ...service, status: { loadBalancer: {} } }).ipv4).toEqual([]);
});

test("there may be no address", () => {
  expect(publicAddressOf(service)).toEqual({ ipv4: [], ipv6: [], hostname: null });
});
