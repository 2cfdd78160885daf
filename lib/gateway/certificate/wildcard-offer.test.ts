import { describe, expect, test } from "vitest";
import { registrableDomain } from "@/lib/dns/registrable-domain";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { mayOffer, reasonToOffer, type WildcardCandidate, wildcardPlans } from "./wildcard-offer";

const plan = (...candidates: WildcardCandidate[]) =>
  wildcardPlans(candidates, registrableDomain).find(({ domain }) => domain === "example.com");

function candidate(
  name: string,
  host: string,
  { target, ...more }: Partial<Omit<WildcardCandidate, "target">> & { target?: Partial<SecuredHost> } = {},
): WildcardCandidate {
  return {
    target: {
      ...{ host, port: 443, gateway: { namespace: "shop", name }, selector: {}, server: null },
      ...target,
    },
    ...{ hasCertificate: true, zone: "example.com", written: null, isUsable: true },
    ...more,
  };
}

describe("one wildcard certificate", () => {
  test("covers the hosts directly below a domain, and the domain itself if it can be registered", () => {
    expect(
      plan(
        candidate("a", "a.example.com"),
        candidate("b", "b.example.com", { hasCertificate: false }),
        candidate("apex", "example.com"),
      )?.gateways,
    ).toEqual([
      { name: "a", hosts: ["a.example.com"], waiting: 0 },
      { name: "b", hosts: ["b.example.com"], waiting: 1 },
      { name: "apex", hosts: ["example.com"], waiting: 0 },
    ]);
  });

  test.each([
    ["a host two labels below", candidate("x", "x.y.example.com"), "below"],
    ["a host in a zone of its own", candidate("x", "x.example.com", { zone: "x.example.com" }), "zone"],
    [
      "a gateway that chooses a zone",
      candidate("x", "x.example.com", { target: { dnsWish: { gateway: "x", zone: "example.com" } } }),
      "zone",
    ],
    ["a gateway that chose another scope", candidate("x", "x.example.com", { written: "server" }), "chosen"],
    ["a server that can't use it", candidate("x", "x.example.com", { isUsable: false }), "server"],
  ])("is not for %s", (_what, other, why) => {
    const { host, gateway } = other.target;
    const found = plan(candidate("a", "a.example.com"), other);
    expect(found?.gateways.map(({ name }) => name)).toEqual(["a"]);
    expect(found?.left).toEqual([{ gateway: gateway.name, host, why }]);
  });

  test("is not for a gateway with a host elsewhere, because its metadata count for all of its hosts", () => {
    const found = plan(candidate("two", "a.example.com"), candidate("two", "a.example.org"));
    expect(found?.gateways).toEqual([]);
    expect(found?.left).toEqual([{ gateway: "two", host: "a.example.com", why: "mixed" }]);
  });

  test("leaves an IP address of the same gateway its own certificate", () => {
    const found = plan(candidate("two", "a.example.com"), candidate("two", "203.0.113.7"));
    expect(found?.gateways).toEqual([{ name: "two", hosts: ["a.example.com"], waiting: 0 }]);
    expect(found?.left).toEqual([{ gateway: "two", host: "203.0.113.7", why: "address" }]);
  });

  test("is given back where a gateway asks for it, not where the virtual cluster does", () => {
    const zone = { target: { certificateScope: "zone" as const } };
    const found = plan(
      candidate("own", "a.example.com", { ...zone, written: "zone" }),
      candidate("inherited", "b.example.com", zone),
    );
    expect(found?.gateways).toEqual([]);
    expect(found?.sharing.map(({ name, isOwnChoice }) => [name, isOwnChoice])).toEqual([
      ["own", true],
      ["inherited", false],
    ]);
  });
});

describe("a wildcard certificate is offered", () => {
  const hosts = (count: number, waiting: number) => ({
    gateways: Array.from({ length: count }, (_, index) => ({
      name: `g${index}`,
      hosts: [`g${index}.example.com`],
      waiting: index < waiting ? 1 : 0,
    })),
  });
  const used = (count: number) => ({ used: count, limit: 50 });

  test("for five hosts or more, unless the virtual cluster has chosen a scope", () => {
    expect(reasonToOffer(hosts(4, 0), used(0), false, false)).toBeNull();
    expect(reasonToOffer(hosts(5, 0), used(0), false, false)).toBe("many");
    expect(reasonToOffer(hosts(5, 0), null, false, true)).toBeNull();
  });

  test("when more hosts wait than the CA will issue for, whatever the virtual cluster has chosen", () => {
    expect(reasonToOffer(hosts(3, 3), used(47), false, true)).toBeNull();
    expect(reasonToOffer(hosts(3, 3), used(48), false, true)).toBe("limit");
    expect(reasonToOffer(hosts(2, 2), null, true, true)).toBe("limit");
  });

  test("not for one host that waits, because a wildcard is an order, too", () => {
    expect(reasonToOffer(hosts(4, 1), used(50), true, false)).toBeNull();
    expect(mayOffer(hosts(4, 1))).toBe(false);
    expect(mayOffer(hosts(2, 2))).toBe(true);
  });
});
