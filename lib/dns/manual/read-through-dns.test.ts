import { expect, test } from "vitest";
import type { Resolver } from "@/lib/gateway/dns/ports";
import { readThroughDns } from "./read-through-dns";

test("a zone whose delegation was removed is forgotten, and others stay", async () => {
  let cuts = ["example.net", "eu.example.net", "us.example.net"];
  const resolver: Resolver = {
    signers: async () => [],
    async delegation(apex) {
      const above = cuts.filter((cut) => apex.endsWith(`.${cut}`));
      const parent = above.toSorted((one, other) => other.length - one.length)[0] ?? "net";
      const values = cuts.includes(apex) ? [`ns1.${apex}`] : [];
      return { parent, answers: [{ server: "a", values, problem: null }] };
    },
    addresses: async () => ({ ipv4: [], ipv6: [] }),
    ask: async () => [],
  };
  const { zones } = readThroughDns(resolver, () => true);
  const apexes = async (holding: string) => (await zones({ holding })).map(({ apex }) => apex).sort();
  await zones({ holding: "shop.us.example.net" });
  expect(await apexes("shop.eu.example.net")).toEqual(["eu.example.net", "us.example.net"]);
  cuts = ["example.net", "us.example.net"];
  expect(await apexes("shop.eu.example.net")).toEqual(["example.net", "us.example.net"]);
});
