import { beforeEach, describe, expect, test } from "vitest";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "@/lib/gateway/testing/fake-world";
import type { Ingress, World } from "../world";
import { address } from "./address";

const open = { ipv4: ["203.0.113.7"], ipv6: [], hostname: null };
const none = { ipv4: [], ipv6: [], hostname: null };

function ingress(service: string, ports: number[], over: Partial<Ingress> = {}): Ingress {
  return { namespace: "edge", service, type: "LoadBalancer", address: open, ports, ...over };
}

function addressOutcome(port: number, ingresses: Ingress[]) {
  const target = {
    host: "shop.example.org",
    port,
    gateway: { namespace: "demo", name: "shop" },
    selector: { istio: "edge" },
    server: null,
  };
  const cluster = { ingresses: async () => ingresses, ownIngress: async () => null };
  return address.run(target, {}, { cluster } as unknown as World);
}

test("when several Services lead to the same pods, the one with the port is used", async () => {
  expect(await addressOutcome(443, [ingress("a-mail", [25]), ingress("b-web", [80, 443])])).toMatchObject({
    state: "done",
    fact: { service: "b-web", port: 443 },
  });
});

test("a port that only the pods know is reached through the Service's port that leads there", async () => {
  const web = ingress("web", [80, 443], { targets: [{ port: 443, targetPort: 8443 }] });
  expect(await addressOutcome(8443, [ingress("a-mail", [25]), web])).toMatchObject({
    state: "done",
    note: expect.stringContaining("port 443 leads to 8443"),
    fact: { service: "web", port: 443 },
  });
});

test("a Service's own port with that number comes before one that leads to the number", async () => {
  const web = ingress("web", [443, 8443], { targets: [{ port: 443, targetPort: 8443 }] });
  expect(await addressOutcome(8443, [web])).toMatchObject({ state: "done", fact: { port: 8443 } });
});

test("an internal Service with the port doesn't hide the load balancer that lacks it", async () => {
  const inside = ingress("inside", [443], { type: "ClusterIP", address: none });
  expect(await addressOutcome(443, [ingress("outside", [80]), inside])).toMatchObject({
    state: "blocked",
    note: "The ingress Service edge/outside has no port 443. Its ports: 80.",
  });
});

test("the walk waits for a load balancer that has the port but no address yet", async () => {
  const waiting = ingress("web", [443], { address: none });
  expect(await addressOutcome(443, [ingress("mail", [25]), waiting])).toMatchObject({ state: "waiting" });
});

describe("a Service of type NodePort", () => {
  const web = loadBalancer(none);
  const nodePort = { ...web, type: "NodePort", nodePorts: [{ port: 443, nodePort: 30_443 }] };
  const run = (gatewayAddress?: string) =>
    address.run({ ...shop, ...(gatewayAddress ? { gatewayAddress } : {}) }, {}, fake.world);
  let fake: FakeWorld;
  beforeEach(() => {
    fake = fakeWorld();
    fake.ingresses = [nodePort];
  });

  test("is reached at the external addresses of the nodes, at its node port", async () => {
    fake.nodes = { ipv4: ["203.0.113.9"], ipv6: ["2001:db8::9"], hostname: null };
    expect(await run()).toMatchObject({
      state: "done",
      note: expect.stringContaining("the external addresses of the nodes, at port 30443"),
      fact: { ipv4: ["203.0.113.9"], ipv6: ["2001:db8::9"], port: 30_443 },
      revisitAt: new Date(fake.now.getTime() + 60_000),
    });
  });

  test("is never reached at internal addresses unless you ask for it", async () => {
    expect(await run()).toMatchObject({
      state: "blocked",
      remedy: expect.stringContaining("internal-nodes"),
    });
    expect(await run("internal-nodes")).toMatchObject({ state: "done", fact: { ipv4: ["10.0.0.1"] } });
  });

  test("is blocked if it has no node port", async () => {
    fake.ingresses = [{ ...web, type: "ClusterIP" }];
    expect(await run("nodes")).toMatchObject({
      state: "blocked",
      note: expect.stringContaining("no node port for its port 443"),
    });
  });
});

describe("gateway_address", () => {
  const internal = { ...loadBalancer(none), type: "ClusterIP" };
  const run = (ofVirtualCluster: string | null, gatewayAddress?: string, ingresses = [internal]) => {
    const fake = fakeWorld();
    fake.ingresses = ingresses;
    const target = { ...shop, ...(gatewayAddress ? { gatewayAddress } : {}) };
    return address.run(target, {}, { ...fake.world, gatewayAddress: ofVirtualCluster });
  };

  test("of the virtual cluster makes an ingress reachable whose Service has no address, and the note says so", async () => {
    expect(await run("203.0.113.7, 2001:db8::7")).toMatchObject({
      state: "done",
      note: "203.0.113.7, 2001:db8::7, from gateway_address in the metadata of the virtual cluster vamp-demo.",
      fact: { ipv4: ["203.0.113.7"], ipv6: ["2001:db8::7"], port: 443, service: "istio-ingressgateway" },
    });
  });

  test("of the Gateway comes before that of the virtual cluster, and both come before the Service", async () => {
    expect(await run("203.0.113.7", "edge.example.com", [loadBalancer(open)])).toMatchObject({
      note: "edge.example.com, from gateway_address in the metadata of Gateway shop.",
      fact: { ipv4: [], hostname: "edge.example.com" },
    });
  });

  test.each([
    ["nonsense", /short name/],
    [shop.host, /can’t lead to itself/],
  ])("that is %s blocks, and says where to correct it", async (text, words) => {
    expect(await run(null, text)).toMatchObject({
      state: "blocked",
      note: expect.stringMatching(words),
      remedy: "Correct gateway_address in the metadata of Gateway shop.",
    });
  });
});
