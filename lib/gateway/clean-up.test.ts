import { describe, expect, test } from "vitest";
import { cleanUp } from "./clean-up";
import { Failure } from "./failure";
import { fakeWorld, shop } from "./testing/fake-world";
import { walk } from "./walk";

async function served() {
  const fake = fakeWorld();
  for (let count = 0; count < 8; count += 1) await walk(shop, fake.world);
  return fake;
}

describe("cleaning up after a secured host", () => {
  const what = { host: shop.host, gateway: shop.gateway, heldByOthers: false };

  test("removes its record, its mark and its Secrets, and leaves the zone and foreign records", async () => {
    const fake = await served();
    const foreign = {
      name: "mail.democluster.net",
      type: "A" as const,
      ttlSeconds: 60,
      values: ["192.0.2.1"],
    };
    fake.records.set("mail.democluster.net A", foreign);
    await cleanUp(fake.world, what);
    expect([...fake.records.values()]).toEqual([foreign]);
    expect(fake.zones).toHaveLength(1);
    expect(fake.kept.has(shop.host)).toBe(false);
  });

  test("touches no record that does not carry this gateway's mark", async () => {
    const fake = await served();
    const before = new Map(fake.records);
    await cleanUp(fake.world, {
      ...what,
      gateway: { namespace: "vamp-demo", name: "other" },
      heldByOthers: true,
    });
    expect(fake.records).toEqual(before);
  });

  test("keeps keys and Secrets while another Gateway holds the host", async () => {
    const fake = await served();
    await cleanUp(fake.world, { ...what, heldByOthers: true });
    expect(fake.kept.get(shop.host)?.certificate).not.toBeNull();
    expect(fake.records.size).toBe(0);
  });

  test("does nothing the second time", async () => {
    const fake = await served();
    await cleanUp(fake.world, what);
    fake.did = [];
    await cleanUp(fake.world, what);
    expect(fake.did).toEqual([`forget ${shop.host}`]);
  });

  test("removes the challenge of an order that was under way", async () => {
    const fake = fakeWorld();
    await walk(shop, fake.world);
    await walk(shop, fake.world);
    expect(fake.records.has(`_acme-challenge.${shop.host} TXT`)).toBe(true);
    await cleanUp(fake.world, what);
    expect(fake.records.size).toBe(0);
  });

  test("fails as a whole while the provider is down, and forgets no key", async () => {
    const fake = await served();
    fake.providerFailure = new Failure("unreachable", "No answer.");
    await expect(cleanUp(fake.world, what)).rejects.toThrow("No answer.");
    expect(fake.kept.has(shop.host)).toBe(true);
  });
});
