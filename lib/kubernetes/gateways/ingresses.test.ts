import { expect, test } from "vitest";
import type { DeploymentObject, ServiceObject } from "@/lib/kubernetes/objects/kinds";
import { hasAddress, ingressesOf, podSetOf } from "./ingresses";

function deployment(namespace: string, labels: Record<string, string>): DeploymentObject {
  const template = { metadata: { labels } };
  const spec = { selector: {}, template } as unknown as NonNullable<DeploymentObject["spec"]>;
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "ingress", namespace }, spec };
}

function service(
  namespace: string,
  name: string,
  selector: Record<string, string>,
  ip?: string,
): ServiceObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: {
      type: ip === "none" ? "ClusterIP" : "LoadBalancer",
      selector,
      ports: [{ port: 80 }, { port: 443 }],
    },
    ...(ip && ip !== "none" ? { status: { loadBalancer: { ingress: [{ ip }] } } } : {}),
  };
}

const selector = { istio: "ingressgateway" };
const labels = { istio: "ingressgateway", app: "istio-ingressgateway", pod: "x" };

function found(
  services: ServiceObject[],
  deployments = [deployment("istio-system", labels)],
  picks = selector,
) {
  return ingressesOf(picks, deployments.map(podSetOf), (namespace) =>
    services.filter(({ metadata }) => metadata.namespace === namespace),
  );
}

test("a Service is found through the labels of the pods, even if it selects them by other labels than the Gateway", () => {
  expect(found([service("istio-system", "ingress", { app: "istio-ingressgateway" }, "203.0.113.7")])).toEqual(
    [
      {
        namespace: "istio-system",
        service: "ingress",
        type: "LoadBalancer",
        address: { ipv4: ["203.0.113.7"], ipv6: [], hostname: null },
        ports: [80, 443],
        targets: [
          { port: 80, targetPort: 80 },
          { port: 443, targetPort: 443 },
        ],
      },
    ],
  );
});

test("one with an address comes first, then a load balancer that waits, then internal ones", () => {
  const names = found([
    service("istio-system", "a-internal", selector, "none"),
    service("istio-system", "b-waiting", selector),
    service("istio-system", "c-open", selector, "203.0.113.7"),
  ]).map((ingress) => ingress.service);
  expect(names).toEqual(["c-open", "b-waiting", "a-internal"]);
});

test("a Service without a selector, in another namespace or for other pods is no ingress", () => {
  expect(
    found([
      service("istio-system", "headless", {}),
      service("default", "elsewhere", selector, "203.0.113.8"),
      service("istio-system", "istiod", { app: "istiod" }, "203.0.113.9"),
    ]),
  ).toEqual([]);
});

test("a Gateway without a selector has no ingress", () => {
  expect(found([service("istio-system", "ingress", selector)], undefined, {} as typeof selector)).toEqual([]);
});

test("a port's target is found by number, by the pods' name for it, and not at all when unknown", () => {
  const behind = deployment("istio-system", labels);
  const containers = [{ name: "istio-proxy", ports: [{ name: "tls", containerPort: 8443 }] }];
  Object.assign(behind.spec?.template ?? {}, { spec: { containers } });
  const before = service("istio-system", "ingress", selector, "203.0.113.7");
  if (before.spec)
    before.spec.ports = [
      { port: 443, targetPort: "tls" },
      { port: 80, targetPort: 8080 },
      { port: 25, targetPort: "smtp" },
    ] as never;
  expect(found([before], [behind])[0]).toMatchObject({
    ports: [443, 80, 25],
    targets: [
      { port: 443, targetPort: 8443 },
      { port: 80, targetPort: 8080 },
    ],
  });
});

test("a Gateway doesn't select pods with only some of its labels", () => {
  const before = [service("istio-system", "ingress", { app: "istio-ingressgateway" }, "203.0.113.7")];
  const picks = { istio: "ingressgateway", build: "e1" };
  expect(found(before, [deployment("istio-system", labels)], picks)).toEqual([]);
  expect(found(before, [deployment("istio-system", { ...labels, build: "e2" })], picks)).toEqual([]);
  expect(found(before, [deployment("istio-system", { ...labels, build: "e1" })], picks)).toHaveLength(1);
});

test("a Service leads only to pods with all labels of its selector", () => {
  const strict = [
    service("istio-system", "ingress", { app: "istio-ingressgateway", tier: "a" }, "203.0.113.7"),
  ];
  expect(found(strict)).toEqual([]);
  expect(found(strict, [deployment("istio-system", { ...labels, tier: "a" })])).toHaveLength(1);
});

test("equally good Services are sorted by namespace and name, in whatever order pods and Services are listed", () => {
  const services = ["edge", "istio-system"].flatMap((namespace) =>
    ["c", "a", "b"].map((name) => service(namespace, name, selector, "203.0.113.7")),
  );
  const deployments = ["istio-system", "edge"].map((namespace) => deployment(namespace, labels));
  const order = (...lists: Parameters<typeof found>) =>
    found(...lists).map((each) => `${each.namespace}/${each.service}`);
  const sorted = ["edge/a", "edge/b", "edge/c", "istio-system/a", "istio-system/b", "istio-system/c"];
  expect(order(services, deployments)).toEqual(sorted);
  expect(order(services.toReversed(), deployments.toReversed())).toEqual(sorted);
});

test("objects without pods, ports, or a type are read as far as possible", () => {
  const bare = { ...service("istio-system", "bare", selector) };
  bare.spec = { selector } as NonNullable<typeof bare.spec>;
  expect(found([bare])).toMatchObject([{ type: "ClusterIP", ports: [], targets: [] }]);
  const { spec: _, ...unspecified } = bare;
  expect(found([unspecified as ServiceObject])).toEqual([]);
  const { spec: __, ...workload } = deployment("istio-system", labels);
  expect(found([bare], [workload as DeploymentObject])).toEqual([]);
});

test("an address can be an IPv4 address, an IPv6 address, or a name", () => {
  const none = { ipv4: [], ipv6: [], hostname: null };
  expect(hasAddress(none)).toBe(false);
  expect(hasAddress({ ...none, ipv4: ["192.0.2.1"] })).toBe(true);
  expect(hasAddress({ ...none, ipv6: ["2001:db8::1"] })).toBe(true);
  expect(hasAddress({ ...none, hostname: "lb.example.org" })).toBe(true);
});
