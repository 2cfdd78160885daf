import { expect, test } from "vitest";
import type { Resolver } from "@/lib/gateway/dns/ports";
import { caaFinding } from "./caa-warning";

const zones: Record<string, string> = { "example.net": "ns.example.net", "example.org": "ns.example.org" };
type Said = { values: string[] | null; alias?: string };

/** Two zones; `said` has what their servers answer about CAA. */
function resolver(said: Record<string, Said>): Resolver {
  const zoneOf = (name: string) =>
    Object.keys(zones).find((zone) => name === zone || name.endsWith(`.${zone}`)) ?? "net";
  return {
    ask: async (servers: readonly string[], name: string) =>
      servers.map((server) => ({
        server,
        problem: null,
        ...(zones[zoneOf(name)] === server ? (said[name] ?? { values: [] }) : { values: null }),
      })),
    delegation: async (name: string) =>
      name.startsWith("_zone.")
        ? { parent: zoneOf(name), answers: [] }
        : { parent: "", answers: [{ server: "a.test", problem: null, values: [zones[name] ?? ""] }] },
  } as unknown as Resolver;
}

function judged(said: Record<string, Said>, followsAliases = true) {
  const ca = { caaIdentities: async () => ["ca.test"] };
  const world = { ca, resolver: resolver(said) } as unknown as Parameters<typeof caaFinding>[0];
  const zone = { apex: "example.net", nameServers: ["ns.example.net"] };
  return caaFinding(world, zone, "shop.example.net", { followsAliases });
}

const alias = (target: string): Said => ({ values: [], alias: target });
const allows = (issuer: string): Said => ({ values: [`0 issue "${issuer}"`] });

test("the CAA records of an alias are those of its target, in whatever zone, and the warning names it", async () => {
  const led = { "shop.example.net": alias("lb.example.org."), "example.net": allows("other.test") };
  expect(await judged({ ...led, "lb.example.org": allows("ca.test") })).toEqual({ kind: "allowed" });
  expect(await judged({ ...led, "lb.example.org": allows("third.test") })).toMatchObject({
    kind: "forbidden",
    warning: expect.stringContaining("lb.example.org"),
  });
});

test("a target without CAA records leaves it to the names above the alias, not to those above the target", async () => {
  const led = { "shop.example.net": alias("lb.example.org"), "example.org": allows("third.test") };
  expect(await judged(led)).toEqual({ kind: "unlimited" });
  expect(await judged({ ...led, "example.net": allows("ca.test") })).toEqual({ kind: "allowed" });
});

test("an alias that leads nowhere, to itself, or to a silent server leaves it open", async () => {
  const unknown = { kind: "unknown" };
  expect(await judged({ "shop.example.net": alias("lb.elsewhere.net") })).toEqual(unknown);
  expect(await judged({ "shop.example.net": alias("shop.example.net") })).toEqual(unknown);
  expect(
    await judged({ "shop.example.net": alias("lb.example.org"), "lb.example.org": { values: null } }),
  ).toEqual(unknown);
});

test("an order doesn't wait for the servers of the target", async () => {
  const led = { "shop.example.net": alias("lb.example.org"), "lb.example.org": allows("ca.test") };
  expect(await judged(led, false)).toEqual({ kind: "unknown" });
});
