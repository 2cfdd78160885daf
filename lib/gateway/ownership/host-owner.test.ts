import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claim, type Holdings, ownershipAmong } from "./host-owner";

const nothing: Holdings = { marked: new Map(), certified: new Map(), isCertain: true };

function claim(namespace: string, host: string, createdAt: string, rest: Partial<Claim> = {}): Claim {
  return { host, gateway: { namespace, name: "shop" }, createdAt, ...rest };
}

const old = "2026-01-01T00:00:00Z";
const young = "2026-02-01T00:00:00Z";

function kindsOf(claims: readonly Claim[], holdings = nothing): string[] {
  return claims.map((each) => ownershipAmong(each, claims, holdings).kind);
}

describe("of two virtual clusters that name one host", () => {
  const claims = [claim("a", "shop.x.net", old), claim("b", "shop.x.net", young)];

  test("the one with the older Gateway holds it, in whatever order they are listed", () => {
    expect(kindsOf(claims)).toEqual(["held", "other"]);
    expect(kindsOf(claims.toReversed())).toEqual(["other", "held"]);
  });

  test("the one that DNS marks holds it, however young", () => {
    const marked = new Map([["shop.x.net", [{ namespace: "b", name: "shop" }]]]);
    expect(kindsOf(claims, { ...nothing, marked })).toEqual(["other", "held"]);
    const gone = new Map([["shop.x.net", [{ namespace: "c", name: "gone" }]]]);
    expect(kindsOf(claims, { ...nothing, marked: gone })).toEqual(["held", "other"]);
  });

  test("the one that the certificate was issued for holds it while no mark says otherwise", () => {
    const certified = new Map([["shop.x.net", "b"]]);
    expect(kindsOf(claims, { ...nothing, certified })).toEqual(["other", "held"]);
  });

  test("a Gateway of unknown age is the youngest, and of one age the name decides", () => {
    const [first, second] = claims as [Claim, Claim];
    const { createdAt: _, ...ageless } = first;
    expect(kindsOf([ageless, second])).toEqual(["other", "held"]);
    expect(kindsOf([first, { ...second, createdAt: old }])).toEqual(["held", "other"]);
  });
});

describe("sharing", () => {
  const sharing = { sharedWith: [{ namespace: "b", name: "shop" }] };

  test("by the owner's Gateway lets the other in, and says whose the host is", () => {
    const claims = [claim("a", "shop.x.net", old, sharing), claim("b", "shop.x.net", young)];
    expect(ownershipAmong(claims[1] as Claim, claims, nothing)).toEqual({
      kind: "held",
      owner: { namespace: "a", name: "shop" },
      isShared: true,
    });
  });

  test("by somebody who does not own the host gives nothing away", () => {
    const claims = [
      claim("a", "shop.x.net", old),
      claim("b", "shop.x.net", young, { sharedWith: [{ namespace: "c", name: null }] }),
      claim("c", "shop.x.net", "2026-03-01T00:00:00Z"),
    ];
    expect(kindsOf(claims)).toEqual(["held", "other", "other"]);
  });

  test("with a guest does not let the guest pass it on", () => {
    const claims = [
      claim("a", "shop.x.net", old, sharing),
      claim("b", "shop.x.net", young, { sharedWith: [{ namespace: "c", name: null }] }),
      claim("c", "shop.x.net", "2026-03-01T00:00:00Z"),
    ];
    expect(kindsOf(claims)).toEqual(["held", "held", "other"]);
  });

  test("covers a whole virtual cluster by *", () => {
    const claims = [
      claim("a", "*.x.net", old, { sharedWith: [{ namespace: "b", name: null }] }),
      claim("b", "shop.x.net", young),
    ];
    expect(kindsOf(claims)).toEqual(["held", "held"]);
  });
});

describe("a wildcard and the names that it covers", () => {
  test("are one question between virtual clusters", () => {
    expect(kindsOf([claim("a", "*.x.net", old), claim("b", "shop.x.net", young)])).toEqual(["held", "other"]);
    expect(kindsOf([claim("a", "*.x.net", young), claim("b", "shop.x.net", old)])).toEqual(["other", "held"]);
    expect(kindsOf([claim("a", "*.x.net", old), claim("b", "a.shop.x.net", young)])).toEqual([
      "held",
      "held",
    ]);
    expect(kindsOf([claim("a", "*.x.net", old), claim("b", "x.net", young)])).toEqual(["held", "held"]);
  });

  test("are no question within one", () => {
    expect(kindsOf([claim("a", "*.x.net", old), claim("a", "shop.x.net", young)])).toEqual(["held", "held"]);
  });

  test("a wildcard that has lost takes no name from a third", () => {
    const claims = [
      claim("a", "one.x.net", old),
      claim("b", "*.x.net", young),
      claim("c", "two.x.net", "2026-03-01T00:00:00Z"),
    ];
    expect(kindsOf(claims)).toEqual(["held", "other", "held"]);
  });
});

test("no two virtual clusters ever hold one host, whatever they claim, mark and were issued", () => {
  const namespaces = fc.constantFrom("a", "b", "c");
  const hosts = fc.constantFrom("*.x.net", "one.x.net", "two.x.net", "x.net");
  const claims = fc.uniqueArray(
    fc.record({ namespace: namespaces, name: fc.constantFrom("g", "h"), host: hosts, day: fc.nat(3) }),
    { selector: ({ namespace, name, host }) => `${namespace}/${name}=${host}`, maxLength: 10 },
  );
  fc.assert(
    fc.property(
      claims,
      fc.dictionary(hosts, namespaces),
      fc.dictionary(hosts, namespaces),
      (made, marks, certificates) => {
        const all = made.map(({ namespace, name, host, day }) => ({
          host,
          gateway: { namespace, name },
          createdAt: `2026-01-0${day + 1}T00:00:00Z`,
        }));
        const holdings: Holdings = {
          marked: new Map(
            Object.entries(marks).map(([host, namespace]) => [host, [{ namespace, name: "g" }]]),
          ),
          certified: new Map(Object.entries(certificates)),
          isCertain: true,
        };
        const held = all.filter((each) => ownershipAmong(each, all, holdings).kind === "held");
        for (const host of new Set(all.map((each) => each.host))) {
          const holders = held.filter((each) => each.host === host).map(({ gateway }) => gateway.namespace);
          expect(new Set(holders).size).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});
