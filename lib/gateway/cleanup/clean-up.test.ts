import { describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { walk } from "@/lib/gateway/walk/walk";
import { cleanUp, guardedWorld, type OtherClaims } from "./clean-up";

async function served() {
  const fake = fakeWorld();
  for (let count = 0; count < 8; count += 1) await walk(shop, fake.world);
  return fake;
}

describe("cleaning up after a secured host", () => {
  const nobody: OtherClaims = { holdHost: false, heir: null, wantedSecrets: new Set() };
  const what = { host: shop.host, gateway: shop.gateway, others: async () => nobody };
  const othersWith = (claims: Partial<OtherClaims>) => async () => ({ ...nobody, holdHost: true, ...claims });
  const heir = { namespace: "vamp-demo", name: "heir" };
  const mark = (fake: FakeWorld) => fake.records.get(`_lamia.${shop.host} TXT`)?.values;

  test("removes its record, its ownership record and its Secrets, and leaves the zone and foreign records", async () => {
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

  test("names only what you entered for Lamia in a zone kept by hand, and deletes nothing there", async () => {
    const fake = await served();
    const put = (name: string, type: "A" | "TXT" | "CAA", values: string[]) =>
      fake.records.set(`${name} ${type}`, { name, type, ttlSeconds: 60, values });
    put(shop.host, "TXT", ["v=spf1 -all"]);
    put(shop.host, "CAA", ['0 issue "ca.test"']);
    put(`_acme-challenge.${shop.host}`, "TXT", ["digest"]);
    const before = new Map(fake.records);
    const left = await cleanUp({ ...fake.world, dns: { ...fake.world.dns, byHand: true } }, what);
    expect(left.records.map(({ name, type }) => `${type} ${name}`)).toEqual([
      `A ${shop.host}`,
      `TXT _acme-challenge.${shop.host}`,
    ]);
    expect(fake.records).toEqual(before);
  });

  test("also removes both records at a provider that held the host before, even if another provider fails", async () => {
    const [before, fake] = [await served(), await served()];
    const away = {
      ...fakeWorld().world.dns,
      zones: () => Promise.reject(new Failure("unreachable", "Away.")),
    };
    const every = [before.world.dns, fake.world.dns];
    await expect(cleanUp(fake.world, { ...what, everyDns: [away, ...every] })).rejects.toMatchObject({
      kind: "unreachable",
    });
    expect([before.records.size, fake.records.size]).toEqual([0, 0]);
    // Keys and Secrets wait for it.
    expect(fake.kept.has(shop.host)).toBe(true);
    expect(fake.secrets.size).toBe(1);
    await cleanUp(fake.world, { ...what, everyDns: every });
    expect(fake.kept.has(shop.host)).toBe(false);
    expect(fake.secrets.size).toBe(0);
  });

  test("takes the challenge of a pending order out at every provider, and keeps the order until that is done", async () => {
    const [before, fake] = [await served(), await served()];
    const challenge = { name: `_acme-challenge.${shop.host}`, value: "digest" };
    before.records.set(`${challenge.name} TXT`, {
      name: challenge.name,
      type: "TXT",
      ttlSeconds: 60,
      values: [challenge.value],
    });
    const kept = await fake.world.vault.read(shop.host);
    const startedAt = fake.now.toISOString();
    const order = { names: [shop.host], url: "u", startedAt, challenges: [challenge], collected: false };
    fake.kept.set(shop.host, { ...kept, order });
    const { zones } = before.world.dns;
    before.world.dns.zones = () => Promise.reject(new Failure("unreachable", "Away."));
    const every = [before.world.dns, fake.world.dns];
    await expect(cleanUp(fake.world, { ...what, everyDns: every })).rejects.toMatchObject({
      kind: "unreachable",
    });
    expect((await fake.world.vault.read(shop.host)).order).toEqual(order);
    before.world.dns.zones = zones;
    await cleanUp(fake.world, { ...what, everyDns: every });
    expect([before.records.size, fake.records.size]).toEqual([0, 0]);
    expect(fake.kept.has(shop.host)).toBe(false);
  });

  test("tells the ledger that an order counts for nothing before the vault forgets it", async () => {
    const fake = await served();
    const kept = await fake.world.vault.read(shop.host);
    const startedAt = fake.now.toISOString();
    const challenges = [{ name: `_acme-challenge.${shop.host}`, value: "digest" }];
    const order = { names: [shop.host], url: "u", startedAt, challenges, collected: false };
    fake.kept.set(shop.host, { ...kept, order });
    const ended = new Error("The process was killed.");
    fake.world.vault.drop = () => Promise.reject(ended);
    await expect(cleanUp(fake.world, what)).rejects.toBe(ended);
    expect(fake.did).toContain("abandon u");
  });

  test("takes out a challenge in the zone to which a zone kept by hand delegates it, with each write confirmed", async () => {
    const [fake, elsewhere] = [await served(), await served()];
    const name = "abc.democluster.net";
    elsewhere.records.clear();
    elsewhere.records.set(`${name} TXT`, { name, type: "TXT", ttlSeconds: 60, values: ["digest"] });
    const kept = await fake.world.vault.read(shop.host);
    const startedAt = fake.now.toISOString();
    const challenges = [{ name, value: "digest" }];
    const order = { names: [shop.host], url: "u", startedAt, challenges, collected: false };
    fake.kept.set(shop.host, { ...kept, order });
    const dns = {
      ...fake.world.dns,
      byHand: true as const,
      challenges: { targetOf: async () => name, dns: elsewhere.world.dns },
    };
    let confirmed = 0;
    const confirm = async () => {
      confirmed += 1;
    };
    await cleanUp(guardedWorld({ ...fake.world, dns }, { records: confirm, keys: async () => {} }), what);
    expect(elsewhere.records.size).toBe(0);
    expect(confirmed).toBe(1);
  });

  test("says which certificate a user wanted revoked, and the CA didn't revoke", async () => {
    const fake = await served();
    const { certificate } = await fake.world.vault.read(shop.host);
    const serial = certificate?.serial ?? "";
    await fake.world.vault.request(shop.host, { serial, reason: "keyCompromise", pendingOrder: null });
    fake.caFailure = new Failure("rejected", "The CA refuses.");
    const told: unknown[] = [];
    const onUnrevoked = async (unrevoked: readonly unknown[]) => {
      // Once the keys are gone, nothing knows of it any more.
      expect(fake.kept.has(shop.host)).toBe(true);
      told.push(...unrevoked);
    };
    const fails = async () => {
      throw new Error("No database.");
    };
    await expect(cleanUp(fake.world, { ...what, onUnrevoked: fails })).rejects.toThrow("No database.");
    expect(fake.kept.has(shop.host)).toBe(true);
    await cleanUp(fake.world, { ...what, onUnrevoked });
    expect(told).toEqual([{ serial, why: "The CA refuses." }]);
    expect(fake.kept.has(shop.host)).toBe(false);
  });

  test("touches no record without this gateway's ownership record", async () => {
    const fake = await served();
    const before = new Map(fake.records);
    await cleanUp(fake.world, {
      ...what,
      gateway: { namespace: "vamp-demo", name: "other" },
      others: othersWith({ heir }),
    });
    expect(fake.records).toEqual(before);
  });

  test.each([
    ["another address, set since by hand", "A", ["203.0.113.7"]],
    ["a CNAME that took its place", "CNAME", ["new.example.com"]],
  ] as const)("leaves %s, and takes the mark out", async (_what, type, values) => {
    const fake = await served();
    fake.records.delete(`${shop.host} A`);
    const theirs = { name: shop.host, type, ttlSeconds: 60, values: [...values] };
    fake.records.set(`${shop.host} ${type}`, theirs);
    await cleanUp(fake.world, what);
    expect([...fake.records.values()]).toEqual([theirs]);
  });

  test("leaves the record next to an ownership record of an earlier version, which doesn't say what was written", async () => {
    const fake = await served();
    const address = fake.records.get(`${shop.host} A`);
    const name = `_lamia.${shop.host}`;
    const values = ["heritage=lamia,owner=installation-1,gateway=vamp-demo/shop"];
    fake.records.set(`${name} TXT`, { name, type: "TXT", ttlSeconds: 300, values });
    await cleanUp(fake.world, what);
    expect([...fake.records.values()]).toEqual([address]);
  });

  test("removes the record and its ownership record in one change, or neither", async () => {
    const fake = await served();
    const before = new Map(fake.records);
    const { change } = fake.world.dns;
    fake.world.dns.change = async (zone, changes) => {
      fake.world.dns.change = change;
      fake.records.set(`${shop.host} A`, {
        name: shop.host,
        type: "A",
        ttlSeconds: 60,
        values: ["203.0.113.7"],
      });
      return change(zone, changes);
    };
    await expect(cleanUp(fake.world, what)).rejects.toMatchObject({ kind: "conflict" });
    expect(fake.records.get(`_lamia.${shop.host} TXT`)).toEqual(before.get(`_lamia.${shop.host} TXT`));
    await cleanUp(fake.world, what);
    expect(fake.records.get(`${shop.host} A`)?.values).toEqual(["203.0.113.7"]);
  });

  test("gives the records to another Gateway that names the host: it removes no record and no key", async () => {
    const fake = await served();
    const address = fake.records.get(`${shop.host} A`);
    await cleanUp(fake.world, { ...what, others: othersWith({ heir }) });
    expect(fake.records.get(`${shop.host} A`)).toEqual(address);
    expect(mark(fake)).toEqual([
      "heritage=lamia,owner=installation-1,gateway=vamp-demo/heir,records=A:192.0.2.10",
    ]);
    expect(fake.kept.get(shop.host)?.certificate).not.toBeNull();
  });

  test("leaves the records of a host that only a Gateway outside of Lamia's care names", async () => {
    const fake = await served();
    const before = new Map(fake.records);
    await cleanUp(fake.world, { ...what, others: othersWith({}) });
    expect(fake.records).toEqual(before);
  });

  test("withdraws the Secret that only this gateway named, and leaves the one that another still names", async () => {
    const fake = await served();
    fake.secrets.set("istio-system/theirs", {
      serial: "1",
      host: shop.host,
      isRight: true,
      clientCa: null,
      unwantedSince: null,
    });
    await cleanUp(fake.world, { ...what, others: othersWith({ heir, wantedSecrets: new Set(["theirs"]) }) });
    expect([...fake.secrets.keys()]).toEqual(["istio-system/theirs"]);
  });

  test("leaves a Secret that a Gateway started to name during the cleanup", async () => {
    const fake = await served();
    const id = "istio-system/theirs";
    fake.secrets.clear();
    fake.secrets.set(id, {
      serial: "1",
      host: shop.host,
      isRight: true,
      clientCa: null,
      unwantedSince: null,
    });
    let asked = 0;
    const others = async () => {
      asked += 1;
      return othersWith({ heir, wantedSecrets: new Set(asked > 1 ? ["theirs"] : []) })();
    };
    await cleanUp(fake.world, { ...what, others });
    expect([...fake.secrets.keys()]).toEqual([id]);
  });

  test("does nothing the second time", async () => {
    const fake = await served();
    await cleanUp(fake.world, what);
    fake.did = [];
    await cleanUp(fake.world, what);
    expect(fake.did).toEqual([`forget ${shop.host}`]);
  });

  test("removes the challenge of a pending order", async () => {
    const fake = fakeWorld();
    await walk(shop, fake.world);
    await walk(shop, fake.world);
    expect(fake.records.has(`_acme-challenge.${shop.host} TXT`)).toBe(true);
    await cleanUp(fake.world, what);
    expect(fake.records.size).toBe(0);
  });

  test("fails while the provider is down, and keeps the certificate for whoever asks for the host again", async () => {
    const fake = await served();
    fake.providerFailure = new Failure("unreachable", "No answer.");
    await expect(cleanUp(fake.world, what)).rejects.toThrow("No answer.");
    expect(fake.kept.has(shop.host)).toBe(true);
    expect(fake.secrets.size).toBe(1);
    fake.providerFailure = null;
    await cleanUp(fake.world, what);
    expect(fake.kept.has(shop.host)).toBe(false);
  });

  test("asks before each write, and writes nothing once the answer is no", async () => {
    const whole = await served();
    let asked = 0;
    const count = async () => {
      asked += 1;
    };
    await cleanUp(guardedWorld(whole.world, { records: count, keys: count }), what);
    expect(asked).toBe(2);
    for (let allowed = 0; allowed < asked; allowed += 1) {
      const fake = await served();
      fake.did = [];
      let left = allowed;
      const refuse = async () => {
        if (left === 0) throw new Failure("conflict", "It is wanted again.");
        left -= 1;
      };
      const world = guardedWorld(fake.world, { records: refuse, keys: refuse });
      await expect(cleanUp(world, what)).rejects.toThrow("It is wanted again.");
      // The first write removes the record and its ownership record at once.
      expect(fake.did).toHaveLength(allowed * 2);
    }
  });
});

describe("a guarded world", () => {
  const set = { name: `new.${shop.host}`, type: "A" as const, ttlSeconds: 60, values: ["192.0.2.1"] };
  const place = { namespace: "istio-system", name: "shop-tls" };
  const zone = { id: "z", apex: "democluster.net", nameServers: [] };
  type World = FakeWorld["world"];
  const writes: Record<string, (world: World) => Promise<unknown>> = {
    createZone: ({ dns }) => dns.createZone("x.net"),
    change: ({ dns }) => dns.change(zone, [{ seen: null, next: set }]),
    begin: ({ vault }) => vault.begin(shop.host, [shop.host], "vamp-demo"),
    save: ({ vault }) =>
      vault.save(shop.host, { names: [], url: null, startedAt: "", challenges: [], collected: false }),
    hold: ({ vault }) => vault.hold(shop.host, "vamp-demo"),
    keep: ({ vault }) => vault.keep(shop.host, "SERIAL-9"),
    drop: ({ vault }) => vault.drop(shop.host),
    publish: ({ vault }) => vault.publish(shop.host, place.namespace, place.name, null),
    markUnwanted: ({ vault }) => vault.markUnwanted(shop.host, place, new Date(0)),
    unpublish: ({ vault }) => vault.unpublish(shop.host, place),
    withdraw: ({ vault }) => vault.withdraw(shop.host, async () => true),
    forget: ({ vault }) => vault.forget(shop.host),
  };
  const stateOf = (fake: FakeWorld) =>
    JSON.stringify([fake.zones, [...fake.records], [...fake.kept], [...fake.secrets]]);

  test.each(Object.entries(writes))(
    "writes nothing by %s once the answer is no, and asks before",
    async (_, write) => {
      const fake = await served();
      const before = stateOf(fake);
      const no = () => Promise.reject(new Error("It is wanted again."));
      await expect(write(guardedWorld(fake.world, { records: no, keys: no }))).rejects.toThrow(
        "wanted again",
      );
      expect(stateOf(fake)).toBe(before);
      let asked = 0;
      const yes = async () => {
        asked += 1;
        expect(stateOf(fake)).toBe(before);
      };
      await write(guardedWorld(fake.world, { records: yes, keys: yes }));
      expect(asked).toBe(1);
    },
  );

  test("passes reads on without asking", async () => {
    const fake = await served();
    const no = () => Promise.reject(new Error("asked all the same"));
    const { dns, vault } = guardedWorld(fake.world, { records: no, keys: no });
    expect(await vault.read(shop.host)).toEqual(await fake.world.vault.read(shop.host));
    expect(await vault.published(shop.host)).toEqual(await fake.world.vault.published(shop.host));
    expect(await vault.signingRequest(shop.host)).toEqual(await fake.world.vault.signingRequest(shop.host));
    expect(dns.title).toBe(fake.world.dns.title);
    expect(await dns.zones()).toEqual(fake.zones);
    expect(await dns.readAll(zone, shop.host)).toEqual(await fake.world.dns.readAll(zone, shop.host));
    expect(await dns.read(zone, shop.host, "A")).toEqual(await fake.world.dns.read(zone, shop.host, "A"));
    expect(await dns.records(zone)).toEqual(await fake.world.dns.records(zone));
  });
});
