import { describe, expect, test } from "vitest";
import type { Zone } from "@/lib/gateway/model";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "@/lib/gateway/testing/fake-world";
import { notReachable } from "./http-address";

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

  test("isn't reached through another's alias, nor at addresses of somebody else", async () => {
    const other = named(worldWith(shop.host, "CNAME", "lb-2.cloud.test"));
    expect(await notReachable(shop, zone, other)).toContain("lb-2.cloud.test");
    const foreign = named(worldWith(shop.host, "A", "198.51.100.7"));
    expect(await notReachable(shop, zone, foreign)).toContain("198.51.100.7");
  });

  test("may be reached at any address at an apex, where an alias can't be seen", async () => {
    expect(await notReachable(apex, zone, named(worldWith(zone.apex, "A", "198.51.100.7")))).toBeNull();
    expect(await notReachable(apex, zone, named(worldWith(shop.host, "A", "198.51.100.7")))).not.toBeNull();
  });
});
