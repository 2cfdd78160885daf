import { describe, expect, test } from "vitest";
import type { Zone } from "@/lib/gateway/model";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { nodePortObstacle, notReachable, publicAddress } from "./http-address";

const zone: Zone = { id: "zone", apex: "democluster.net", nameServers: ["ns1.dns.test", "ns2.dns.test"] };
const apex = { ...shop, host: zone.apex };

function worldWith(name: string, type: "A" | "CNAME", value: string): FakeWorld {
  const fake = fakeWorld();
  fake.zones.push(zone);
  fake.records.set(`${name} ${type}`, { name, type, ttlSeconds: 60, values: [value] });
  return fake;
}

describe("an ingress that has only a host name", () => {
  const named = (fake: FakeWorld) => {
    fake.ingresses = [loadBalancer({ ipv4: [], ipv6: [], hostname: "LB-1.cloud.test" })];
    return fake.world;
  };

  test("is reached through its alias", async () => {
    const world = named(worldWith(shop.host, "CNAME", "lb-1.cloud.test"));
    expect(await notReachable(shop, zone, world)).toBeNull();
  });

  test("isn't reached through another host's alias, or at an address that isn't its own", async () => {
    const other = named(worldWith(shop.host, "CNAME", "lb-2.cloud.test"));
    expect(await notReachable(shop, zone, other)).toMatchObject({
      note: expect.stringContaining("lb-2.cloud.test"),
    });
    const foreign = named(worldWith(shop.host, "A", "198.51.100.7"));
    expect(await notReachable(shop, zone, foreign)).toMatchObject({
      note: expect.stringContaining("198.51.100.7"),
    });
  });

  test("may be reached at any address at an apex, where an alias can't be seen", async () => {
    expect(await notReachable(apex, zone, named(worldWith(zone.apex, "A", "198.51.100.7")))).toBeNull();
    expect(await notReachable(apex, zone, named(worldWith(shop.host, "A", "198.51.100.7")))).not.toBeNull();
  });
});

describe("an ingress behind node ports", () => {
  const http = (fake: FakeWorld, type: string) => {
    fake.nodes = { ipv4: ["192.0.2.31"], ipv6: [], hostname: null };
    fake.ingresses = [{ ...loadBalancer({ ipv4: [], ipv6: [], hostname: null }), type }];
    return { ...fake.world, challengeType: "http-01" as const };
  };

  test("can't be validated on port 80, and the remedy says what to do instead", async () => {
    const world = http(fakeWorld(), "NodePort");
    const remedy = expect.stringContaining("acme_challenge to dns-01");
    expect(await nodePortObstacle(shop, world)).toMatchObject({ remedy });
    expect(await nodePortObstacle({ ...shop, gatewayAddress: "nodes" }, world)).toMatchObject({ remedy });
    expect(await nodePortObstacle({ ...shop, gatewayAddress: "192.0.2.40" }, world)).toBeNull();
    expect(await nodePortObstacle(shop, { ...world, challengeType: "dns-01" })).toBeNull();
    const blocked = fakeWorld();
    blocked.world = http(blocked, "NodePort");
    expect(report(await visit(blocked, 8), "certificate")).toMatchObject({ state: "blocked", remedy });
  });

  test("is reached at the addresses of the records when its load balancer listens on the nodes", async () => {
    const world = http(worldWith(shop.host, "A", "192.0.2.31"), "LoadBalancer");
    const target = { ...shop, gatewayAddress: "nodes" };
    expect(await nodePortObstacle(target, world)).toBeNull();
    expect(await publicAddress(target, world)).toMatchObject({ ipv4: ["192.0.2.31"] });
    expect(await notReachable(target, zone, world)).toBeNull();
  });
});

test("records that lead elsewhere block the order; if Lamia writes them and none exist yet, the order waits", async () => {
  const elsewhere = worldWith(shop.host, "A", "198.51.100.7").world;
  const remedy = expect.stringContaining("lead to 192.0.2.10");
  expect(await notReachable(shop, zone, elsewhere)).toMatchObject({ remedy });
  const { world } = worldWith("other.democluster.net", "A", "198.51.100.7");
  expect(await notReachable(shop, zone, world)).toMatchObject({ remedy: null });
  const byHand = { ...world, dns: { ...world.dns, byHand: true as const } };
  expect(await notReachable(shop, zone, byHand)).toMatchObject({ remedy });
});
