import { expect, test } from "vitest";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import { fakeWorld } from "@/lib/gateway/testing/fake-world";
import { type Candidate, providerByZone } from "./provider-by-zone";

const parent = ["ns1.right.test", "ns2.right.test"];
const resolver = {
  delegation: async () => ({ parent: "net", answers: [{ server: "a", values: parent, problem: null }] }),
};

function provider(id: string, zones: Record<string, string[]>, more: Partial<DnsProvider> = {}): Candidate {
  const all = Object.entries(zones).map(([apex, nameServers]) => ({ id: apex, apex, nameServers }));
  return { id, dns: { ...fakeWorld().world.dns, title: id, zones: async () => all, ...more } };
}

const away = (id: string) =>
  provider(id, {}, { zones: () => Promise.reject(new Failure("unreachable", `${id} is away.`)) });
const chosen = (id: string) => ({ kind: "chosen", candidate: { id } });
const choose = (all: [Candidate, ...Candidate[]], before?: string) =>
  providerByZone(all, "shop.eu.example.net", { resolver, ...(before ? { before } : {}) });

test("the longest zone decides, whichever provider comes first", async () => {
  const [short, long] = [
    provider("short", { "example.net": [] }),
    provider("long", { "eu.example.net": [] }),
  ];
  expect(await choose([short, long])).toMatchObject(chosen("long"));
  expect(await choose([long, short])).toMatchObject(chosen("long"));
});

test("of zones with the same name, the one that the parent delegates to decides", async () => {
  const stale = provider("stale", { "example.net": ["ns1.old.test"] });
  const right = provider("right", { "example.net": parent });
  expect(await choose([stale, right])).toMatchObject(chosen("right"));
});

test("an API takes precedence over entering records by hand, unless its zone isn't the one in use", async () => {
  const hand = provider("hand", { "example.net": parent }, { byHand: true });
  expect(await choose([hand, provider("api", { "example.net": parent })])).toMatchObject(chosen("api"));
  expect(await choose([provider("stale", { "example.net": ["ns1.old.test"] }), hand])).toMatchObject(
    chosen("hand"),
  );
});

test("if nobody has a zone, the first provider with an API creates it", async () => {
  const hand = provider("hand", {}, { byHand: true });
  expect(await choose([hand, provider("one", {}), provider("two", {})])).toMatchObject(chosen("one"));
});

test("while a provider doesn't answer, nothing is guessed, but the earlier choice stays", async () => {
  const here = provider("here", { "example.net": parent });
  expect(await choose([here, away("other")])).toMatchObject({
    kind: "doubt",
    failure: { message: "other is away." },
  });
  expect(await choose([here, away("other")], "here")).toMatchObject(chosen("here"));
  expect(await choose([here, away("other")], "other")).toMatchObject(chosen("other"));
});

test("an earlier choice without a zone doesn't stay, because the provider that doesn't answer may have the zone", async () => {
  expect(await choose([provider("empty", {}), away("other")], "empty")).toMatchObject({
    kind: "doubt",
    failure: { message: "other is away." },
  });
});

test.each([
  ["fails", () => Promise.reject(new Failure("unreachable", "The parent is away."))],
  [
    "gives no answer",
    async () => ({ parent: "net", answers: [{ server: "a", values: null, problem: "No answer." }] }),
  ],
])("while the parent %s, the same zone at two providers stays where it was", async (_what, delegation) => {
  const all: [Candidate, Candidate] = [
    provider("one", { "example.net": ["ns1.old.test"] }),
    provider("two", { "example.net": parent }),
  ];
  const host = "shop.example.net";
  const silent = { resolver: { delegation } };
  expect(await providerByZone(all, host, { ...silent, before: "two" })).toMatchObject(chosen("two"));
  expect(await providerByZone(all, host, silent)).toMatchObject({
    kind: "doubt",
    failure: { kind: "unreachable" },
  });
});

test("a single provider isn't asked", async () => {
  expect(await choose([away("only")])).toMatchObject(chosen("only"));
});
