import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { type HostedApi, hostedProvider } from "./provider";

const zone: Zone = { id: "zone", apex: "x.net", nameServers: [] };
const api: HostedApi = {
  title: "A provider",
  listZones: async () => [zone],
  createZone: async () => zone,
  list: async () => [],
  change: async () => {},
  explain: (thrown) => (thrown instanceof Failure ? thrown : new Failure("rejected", String(thrown))),
  isZoneGone: (thrown) => thrown === "gone",
  maxSingleReads: 4,
};

test("a write where the provider computes the answer is a conflict, whatever its writer has seen", async () => {
  const computed = { name: "x.net", type: "A", ttlSeconds: 60, rrdatas: [], computed: "routing policy" };
  const { change } = hostedProvider({
    ...api,
    list: async () => [computed],
    async change() {
      throw new Failure("conflict", "It exists already.");
    },
  });
  const set = { name: "x.net", type: "A" as const, ttlSeconds: 60, values: ["192.0.2.1"] };
  await expect(change(zone, [{ seen: null, next: set }])).rejects.toMatchObject({ kind: "conflict" });
  await expect(change(zone, [{ seen: set, next: null }])).rejects.toMatchObject({ kind: "conflict" });
});

test("a zone that is gone is looked for again at the next question, and is no fault of the credentials", async () => {
  let listed = 0;
  const provider = hostedProvider({
    ...api,
    listZones: async () => {
      listed += 1;
      return [zone];
    },
    list: async () => {
      throw "gone";
    },
  });
  await provider.zones();
  await provider.zones();
  expect(listed).toBe(1);
  await expect(provider.readAll(zone, "x.net")).rejects.toMatchObject({ kind: "conflict" });
  await provider.zones();
  expect(listed).toBe(2);
});

test("names that are read together are asked for one by one, and many of them by one listing", async () => {
  const asked: (string | undefined)[] = [];
  const provider = hostedProvider({
    ...api,
    list: async (_zone, name) => {
      asked.push(name);
      return [];
    },
  });
  const names = (count: number) => Array.from({ length: count }, (_, at) => `h${at}.x.net`);
  await Promise.all(names(4).map((name) => provider.readAll(zone, name)));
  expect(asked).toEqual(names(4));
  await Promise.all(names(5).map((name) => provider.readAll(zone, name)));
  expect(asked.slice(4)).toEqual([undefined]);
});
