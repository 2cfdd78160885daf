import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certificateInfo } from "@/lib/gateway/testing/fake-vault";
import { type FakeWorld, fakeWorld } from "@/lib/gateway/testing/fake-world";
import { overlap } from "@/lib/model/hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { computedMs } from "@/lib/testing/computed-ms";
import { Failure } from "../failure";
import {
  type Claim,
  certainHolder,
  type Holdings,
  type HostOwnership,
  ownershipAmong,
  ownershipOf,
  ownershipsOf,
} from "./host-owner";
import { markName, markValue } from "./marks";
import { hasAgreed } from "./wildcard-claims";

const nothing: Holdings = { marked: new Map(), certified: new Map(), isCertain: true };

function claim(namespace: string, host: string, createdAt: string, rest: Partial<Claim> = {}): Claim {
  return { host, gateway: { namespace, name: "shop" }, createdAt, ...rest };
}

const old = "2026-01-01T00:00:00Z";
const young = "2026-02-01T00:00:00Z";

function kindsOf(claims: readonly Claim[], holdings = nothing): string[] {
  return claims.map((each) => ownershipAmong(each, claims, holdings).kind);
}

describe("of two virtual clusters that name the same host", () => {
  const claims = [claim("a", "shop.x.net", old), claim("b", "shop.x.net", young)];

  test("the one with the older Gateway holds it, in whatever order they are listed", () => {
    expect(kindsOf(claims)).toEqual(["held", "other"]);
    expect(kindsOf(claims.toReversed())).toEqual(["other", "held"]);
  });

  test("the one that the ownership record in DNS names holds it, however young its Gateway is", () => {
    const marked = new Map([["shop.x.net", [{ namespace: "b", name: "shop" }]]]);
    expect(kindsOf(claims, { ...nothing, marked })).toEqual(["other", "held"]);
    const gone = new Map([["shop.x.net", [{ namespace: "c", name: "gone" }]]]);
    expect(kindsOf(claims, { ...nothing, marked: gone })).toEqual(["held", "other"]);
  });

  test("an ownership record counts if one of its values names the Gateway, and for no other Gateway or host", () => {
    const both = [
      { namespace: "c", name: "gone" },
      { namespace: "b", name: "shop" },
    ];
    expect(kindsOf(claims, { ...nothing, marked: new Map([["shop.x.net", both]]) })).toEqual([
      "other",
      "held",
    ]);
    const neighbour = new Map([["shop.x.net", [{ namespace: "b", name: "shop2" }]]]);
    expect(kindsOf(claims, { ...nothing, marked: neighbour })).toEqual(["held", "other"]);
    const covered = [claim("a", "*.x.net", old), claim("b", "shop.x.net", young)];
    const marked = new Map([["shop.x.net", [{ namespace: "b", name: "shop" }]]]);
    expect(kindsOf(covered, { ...nothing, marked })).toEqual(["other", "held"]);
  });

  test("a claim that isn't in the list yet is judged like the others", () => {
    const [first, second] = claims as [Claim, Claim];
    expect(ownershipAmong(second, [first], nothing)).toMatchObject({ kind: "other", owner: first });
    expect(ownershipAmong(first, [second], nothing).kind).toBe("held");
  });

  test("the one that the certificate was issued for holds it unless an ownership record says otherwise", () => {
    const certified = new Map([["shop.x.net", "b"]]);
    expect(kindsOf(claims, { ...nothing, certified })).toEqual(["other", "held"]);
  });

  test("a Gateway of unknown age is the youngest, and between Gateways of the same age the name decides", () => {
    const [first, second] = claims as [Claim, Claim];
    const { createdAt: _, ...ageless } = first;
    expect(kindsOf([ageless, second])).toEqual(["other", "held"]);
    expect(kindsOf([first, { ...second, createdAt: old }])).toEqual(["held", "other"]);
  });
});

describe("sharing", () => {
  const sharing = { sharedWith: [{ namespace: "b", name: "shop" }] };

  test("by the owner's Gateway lets the other virtual cluster in, and says who owns the host", () => {
    const claims = [claim("a", "shop.x.net", old, sharing), claim("b", "shop.x.net", young)];
    expect(ownershipAmong(claims[1] as Claim, claims, nothing)).toEqual({
      kind: "held",
      owner: { namespace: "a", name: "shop" },
      isShared: true,
    });
  });

  test("by a virtual cluster that doesn't own the host grants nothing", () => {
    const claims = [
      claim("a", "shop.x.net", old),
      claim("b", "shop.x.net", young, { sharedWith: [{ namespace: "c", name: null }] }),
      claim("c", "shop.x.net", "2026-03-01T00:00:00Z"),
    ];
    expect(kindsOf(claims)).toEqual(["held", "other", "other"]);
  });

  test("with a guest doesn't let the guest share it further", () => {
    const claims = [
      claim("a", "shop.x.net", old, sharing),
      claim("b", "shop.x.net", young, { sharedWith: [{ namespace: "c", name: null }] }),
      claim("c", "shop.x.net", "2026-03-01T00:00:00Z"),
    ];
    expect(kindsOf(claims)).toEqual(["held", "held", "other"]);
  });

  test("with one Gateway lets no other Gateway of its virtual cluster in", () => {
    const claims = [claim("a", "shop.x.net", old, sharing), claim("b", "shop.x.net", young)];
    const neighbour = { ...claims[1], gateway: { namespace: "b", name: "shop2" } } as Claim;
    expect(kindsOf([...claims, neighbour])).toEqual(["held", "held", "other"]);
  });

  test("isn't needed between Gateways of one virtual cluster", () => {
    const claims = [claim("a", "shop.x.net", old), claim("a", "shop.x.net", young)];
    const second = { ...claims[1], gateway: { namespace: "a", name: "shop2" } } as Claim;
    expect(ownershipAmong(second, [claims[0] as Claim, second], nothing)).toEqual({
      kind: "held",
      owner: second.gateway,
      isShared: false,
    });
  });

  test("of a wildcard doesn't make its owner the owner of a name that it covers", () => {
    const lent = claim("a", "*.x.net", old, sharing);
    const name = claim("b", "shop.x.net", young);
    expect(ownershipAmong(name, [lent, name], nothing)).toEqual({
      kind: "held",
      owner: name.gateway,
      isShared: false,
    });
  });

  test("can name a whole virtual cluster with *", () => {
    const claims = [
      claim("a", "*.x.net", old, { sharedWith: [{ namespace: "b", name: null }] }),
      claim("b", "shop.x.net", young),
    ];
    expect(kindsOf(claims)).toEqual(["held", "held"]);
  });
});

describe("a wildcard and the names that it covers", () => {
  test("are decided together between virtual clusters", () => {
    expect(kindsOf([claim("a", "*.x.net", old), claim("b", "shop.x.net", young)])).toEqual(["held", "other"]);
    expect(kindsOf([claim("a", "*.x.net", young), claim("b", "shop.x.net", old)])).toEqual(["other", "held"]);
    expect(kindsOf([claim("a", "*.x.net", old), claim("b", "a.shop.x.net", young)])).toEqual([
      "held",
      "held",
    ]);
    expect(kindsOf([claim("a", "*.x.net", old), claim("b", "x.net", young)])).toEqual(["held", "held"]);
  });

  test("don't compete within one virtual cluster", () => {
    expect(kindsOf([claim("a", "*.x.net", old), claim("a", "shop.x.net", young)])).toEqual(["held", "held"]);
  });

  test("a wildcard that lost takes no name from a third virtual cluster", () => {
    const claims = [
      claim("a", "one.x.net", old),
      claim("b", "*.x.net", young),
      claim("c", "two.x.net", "2026-03-01T00:00:00Z"),
    ];
    expect(kindsOf(claims)).toEqual(["held", "other", "held"]);
  });
});

test("the owner of a host doesn't depend on the order in which Gateways are listed", () => {
  const claims = fc.uniqueArray(
    fc.record({ namespace: fc.constantFrom("a", "b", "c", "d", "e", "f"), day: fc.nat(8) }),
    { selector: ({ namespace }) => namespace, minLength: 2 },
  );
  fc.assert(
    fc.property(claims, fc.infiniteStream(fc.nat()), (made, order) => {
      const all = made.map(({ namespace, day }) =>
        claim(namespace, "shop.x.net", `2026-01-0${day + 1}T00:00:00Z`),
      );
      const shuffled = all
        .map((each) => ({ each, at: order.next().value ?? 0 }))
        .sort((one, other) => one.at - other.at)
        .map(({ each }) => each);
      const holder = (of: Claim[]) => of.filter((each) => ownershipAmong(each, of, nothing).kind === "held");
      expect(holder(shuffled)).toEqual(holder(all));
      expect(holder(all)).toHaveLength(1);
    }),
  );
});

test("no two virtual clusters ever hold one host, whatever their claims, ownership records and certificates", () => {
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

/** A claim as the cluster knows it. */
function asked(namespace: string, host: string, createdAt: string): SecuredHost {
  return { host, port: 443, gateway: { namespace, name: "shop" }, createdAt, selector: {}, server: null };
}

/**
 * A world in which public DNS delegates these zones to these servers; for a zone with `null`, the parent zone doesn't answer.
 * `reads` collects the names of the ownership records that were read.
 */
function delegating(zones: Record<string, (string[] | null)[] | Failure>): {
  fake: FakeWorld;
  reads: string[];
} {
  const fake = fakeWorld();
  const reads: string[] = [];
  const { ask, addresses } = fake.world.resolver;
  fake.world.resolver = {
    addresses,
    signers: async () => [],
    async delegation(apex) {
      const said = zones[apex] ?? [[]];
      if (said instanceof Failure) throw said;
      return { parent: "net", answers: said.map((values) => ({ server: "p", values, problem: null })) };
    },
    async ask(servers, name, type) {
      reads.push(name);
      return ask(servers, name, type);
    },
  };
  return { fake, reads };
}

function marked(fake: FakeWorld, host: string, ...namespaces: string[]): void {
  const values = namespaces.map((namespace) => markValue("installation-1", { namespace, name: "shop" }, []));
  fake.records.set(`${markName(host)} TXT`, { name: markName(host), type: "TXT", ttlSeconds: 60, values });
}

describe("what DNS and the vault say about a host", () => {
  const host = "shop.eu.x.net";
  const [first, second] = [asked("a", host, old), asked("b", host, young)] as const;
  const owners = async (fake: FakeWorld) => {
    fake.claims = [first, second];
    const decisions = await Promise.all([first, second].map((each) => ownershipOf(each, fake.world)));
    const all = (await ownershipsOf(host, fake.world)).map(({ decision }) => decision);
    expect(all).toEqual(decisions);
    return decisions.map(({ kind, isCertain }) => `${kind}${isCertain ? "" : "?"}`);
  };

  test("is not read without a rival, and only claims to this very host are decided", async () => {
    const { fake, reads } = delegating({ "x.net": new Failure("rejected", "asked all the same") });
    fake.world.vault.read = () => Promise.reject(new Error("asked all the same"));
    fake.claims = [
      first,
      asked("a", "*.eu.x.net", old),
      { ...first, gateway: { namespace: "a", name: "2" } },
    ];
    expect(await ownershipOf(first, fake.world)).toEqual({
      kind: "held",
      owner: first.gateway,
      isShared: false,
      isCertain: true,
    });
    const decided = await ownershipsOf(host, fake.world);
    expect(decided.map(({ target }) => target.host)).toEqual([host, host]);
    expect(decided.every(({ decision }) => decision.isCertain)).toBe(true);
    expect(reads).toEqual([]);
  });

  test("comes from the closest delegated zone, whichever server of its parent zone answers", async () => {
    const { fake, reads } = delegating({ "x.net": [null, [], ["ns1.dns.test"]] });
    marked(fake, host, "b");
    expect(await owners(fake)).toEqual(["other", "held"]);
    expect(new Set(reads)).toEqual(new Set([markName(host)]));
    const closer = delegating({ "x.net": [["ns1.dns.test"]], "eu.x.net": [["ns9.dns.test"]] });
    closer.fake.silent.add("ns1.dns.test");
    marked(closer.fake, host, "b");
    expect(await owners(closer.fake)).toEqual(["other", "held"]);
  });

  test("is nothing if no zone is delegated: the older Gateway holds the host for certain", async () => {
    const { fake } = delegating({});
    marked(fake, host, "b");
    expect(await owners(fake)).toEqual(["held", "other"]);
  });

  test("counts if one name server answers; if none does, nothing is certain", async () => {
    const { fake } = delegating({ "x.net": [["ns1.dns.test", "ns2.dns.test"]] });
    marked(fake, host, "b");
    fake.silent.add("ns1.dns.test");
    expect(await owners(fake)).toEqual(["other", "held"]);
    fake.silent.add("ns2.dns.test");
    expect(await owners(fake)).toEqual(["held?", "other?"]);
    expect(await owners(delegating({ "x.net": [null, null] }).fake)).toEqual(["held?", "other?"]);
    const away = new Failure("unreachable", "No server answers.");
    expect(await owners(delegating({ "eu.x.net": away }).fake)).toEqual(["held?", "other?"]);
  });

  test("is an error, not a doubt, when anything but the network fails", async () => {
    const { fake } = delegating({ "eu.x.net": new Failure("rejected", "It is no name.") });
    fake.claims = [first, second];
    await expect(ownershipOf(first, fake.world)).rejects.toMatchObject({ kind: "rejected" });
  });

  test("a certificate counts for the virtual cluster that it was issued for, an order for nobody", async () => {
    const { fake } = delegating({});
    const kept = {
      order: null,
      issue: { ca: null, detour: null },
      request: null,
      revocations: [],
      holder: "b",
    };
    fake.kept.set(host, { ...kept, certificate: null });
    expect(await owners(fake)).toEqual(["held", "other"]);
    fake.kept.set(host, { ...kept, certificate: certificateInfo("1", fake.now) });
    expect(await owners(fake)).toEqual(["other", "held"]);
    fake.kept.set(host, { ...kept, certificate: certificateInfo("1", fake.now), holder: null });
    expect(await owners(fake)).toEqual(["held", "other"]);
  });

  test("a certificate that the host shares with others counts, too, and of several the latest one", async () => {
    const { fake } = delegating({});
    const kept = { order: null, issue: { ca: null, detour: null }, request: null, revocations: [] };
    const issued = (day: number, names: string[]) =>
      certificateInfo("1", new Date(`2026-05-0${day}T00:00:00Z`), 90, names);
    const decide = async (rest: Partial<SecuredHost>) => {
      fake.claims = [first, { ...second, ...rest }];
      return (await ownershipOf(first, fake.world)).kind;
    };
    const server: Partial<SecuredHost> = { certificateScope: "server", serverHosts: ["x.y.net", host] };
    fake.kept.set("x.y.net", { ...kept, holder: "b", certificate: issued(1, ["x.y.net"]) });
    expect(await decide(server)).toBe("held");
    fake.kept.set("x.y.net", { ...kept, holder: "b", certificate: issued(1, ["x.y.net", host]) });
    expect(await decide({})).toBe("held");
    expect(await decide(server)).toBe("other");
    fake.kept.set("*.eu.x.net", { ...kept, holder: "b", certificate: issued(1, ["*.eu.x.net"]) });
    expect(await decide({ certificateScope: "zone" })).toBe("other");
    fake.kept.set(host, { ...kept, holder: "a", certificate: issued(2, [host]) });
    expect(await decide({ certificateScope: "zone" })).toBe("held");
  });

  test("is read once for each competing name, however many a wildcard covers", async () => {
    const { fake, reads } = delegating({ "x.net": [["ns1.dns.test"]] });
    const names = Array.from({ length: 40 }, (_, index) => `n${index}.eu.x.net`);
    fake.claims = [asked("a", "*.eu.x.net", old), ...names.map((name) => asked("b", name, young))];
    await ownershipOf(fake.claims[1] as SecuredHost, fake.world);
    expect(reads.toSorted()).toEqual([markName("*.eu.x.net"), markName("n0.eu.x.net")].sort());
    reads.length = 0;
    await ownershipOf(fake.claims[0] as SecuredHost, fake.world);
    expect(reads.toSorted()).toEqual(["*.eu.x.net", ...names].map(markName).sort());
  });
});

describe("a certificate that names no virtual cluster", () => {
  const target = asked("b", "shop.x.net", young);

  test("belongs to the one that asks if an ownership record names it among others, otherwise to the first one that it names", async () => {
    const { fake } = delegating({ "x.net": [["ns1.dns.test"]] });
    marked(fake, target.host, "a", "b");
    expect(await certainHolder(target, "b", fake.world)).toBe("b");
    expect(await certainHolder(target, "c", fake.world)).toBe("a");
  });

  test("belongs to the only one that asks, and to none if several do or an ownership record can't be read", async () => {
    const { fake } = delegating({ "x.net": [["ns1.dns.test"]] });
    fake.claims = [target];
    expect(await certainHolder(target, "b", fake.world)).toBe("b");
    fake.claims = [target, asked("a", target.host, old)];
    expect(await certainHolder(target, "b", fake.world)).toBeNull();
    fake.claims = [target];
    fake.silent.add("ns1.dns.test");
    expect(await certainHolder(target, "b", fake.world)).toBeNull();
  });
});

/** As the rule is written down: each claim next to all that hold before it. */
function ownershipByTheRule(target: Claim, claims: readonly Claim[], holdings: Holdings): HostOwnership {
  const rank = ({ host, gateway: { namespace, name }, createdAt = "9" }: Claim) => {
    const isMarked = holdings.marked
      .get(host)
      ?.some((each) => each.namespace === namespace && each.name === name);
    const isCertified = holdings.certified.get(host) === namespace;
    return [isMarked ? "0" : "1", isCertified ? "0" : "1", createdAt, namespace, name].join(" ");
  };
  const holders: Claim[] = [];
  for (const claim of claims.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1))) {
    const { namespace, name } = claim.gateway;
    const rivals = holders.filter(
      (each) => each.gateway.namespace !== namespace && overlap(each.host, claim.host),
    );
    const shares = ({ sharedWith = [] }: Claim) =>
      sharedWith.some((each) => each.namespace === namespace && (each.name === null || each.name === name));
    const rival = rivals.find((each) => !shares(each) && !hasAgreed(each, claim));
    const lender = rivals.find(({ host }) => host === claim.host);
    if (claim === target)
      return rival
        ? { kind: "other", owner: rival }
        : { kind: "held", owner: (lender ?? claim).gateway, isShared: lender !== undefined };
    if (!rival && !lender) holders.push(claim);
  }
  throw new Error("not among the claims");
}

test("however many claims there are, each is decided as the rule says", () => {
  const namespace = fc.constantFrom("a", "b", "c");
  const shares = [[], [{ namespace: "a", name: null }], [{ namespace: "b", name: "g1" }]];
  const claims = fc.uniqueArray(
    fc.record(
      {
        host: fc.constantFrom("*.x.net", "one.x.net", "two.x.net", "x.net", "one.y.net", "*.y.net"),
        gateway: fc.record({ namespace, name: fc.constantFrom("g1", "g2") }),
        createdAt: fc.constantFrom(old, young),
        sharedWith: fc.constantFrom(...shares),
        certificateScope: fc.constant("zone" as const),
        isForDomain: fc.constant(true as const),
      },
      { requiredKeys: ["host", "gateway", "createdAt"] },
    ),
    { selector: ({ host, gateway: { namespace, name } }) => `${namespace}/${name}=${host}`, maxLength: 16 },
  );
  fc.assert(
    fc.property(claims, namespace, (all, certified) => {
      const holdings = { ...nothing, certified: new Map([["one.x.net", certified]]) };
      for (const each of all)
        expect(ownershipAmong(each, all, holdings)).toEqual(ownershipByTheRule(each, all, holdings));
    }),
    { numRuns: 500 },
  );
});

test("a thousand Gateways of two virtual clusters with one wildcard are decided as fast as others", () => {
  const shared = [{ namespace: "b", name: null }];
  const claims = Array.from({ length: 1_000 }, (_, number) => {
    const gateway = { namespace: number % 2 === 0 ? "a" : "b", name: `g${number}` };
    const about = { gateway, createdAt: old, certificateScope: "zone" } as const;
    return [
      { ...about, host: `h${number}.x.net` },
      { ...about, host: "*.x.net", isForDomain: true as const, sharedWith: shared },
    ];
  }).flat();
  const started = computedMs();
  for (const each of claims.slice(-20)) expect(ownershipAmong(each, claims, nothing).kind).toBe("held");
  expect((computedMs() - started) / 20).toBeLessThan(50);
});
