import { describe, expect, test } from "vitest";
import { lookup, zoneContent } from "./lookup";
import type { RecordSet, RecordType } from "./record-set";

const set = (name: string, type: RecordType, ...rrdatas: string[]): RecordSet => ({
  name,
  type,
  ttl: 300,
  rrdatas,
});
const apex = "example.org.";
const soa = { ...set(apex, "SOA", "ns1.host.test. host.test. 1 2 3 4 60"), ttl: 21_600 };
const zone = zoneContent(apex, [
  soa,
  set(apex, "NS", "ns1.host.test."),
  set("www.example.org.", "A", "192.0.2.1"),
  set("*.example.org.", "TXT", '"wild"'),
  set("*.example.org.", "A", "192.0.2.9"),
  set("deep.empty.example.org.", "A", "192.0.2.2"),
  set("one.example.org.", "CNAME", "two.example.org."),
  set("two.example.org.", "CNAME", "www.example.org."),
  set("out.example.org.", "CNAME", "elsewhere.test."),
  set("loop.example.org.", "CNAME", "pool.example.org."),
  set("pool.example.org.", "CNAME", "loop.example.org."),
  set("gone.example.org.", "CNAME", "missing.empty.example.org."),
  set("sub.example.org.", "NS", "ns.sub.example.org."),
  set("ns.sub.example.org.", "A", "192.0.2.53"),
  set("sub.example.org.", "DS", "1 13 2 aa"),
]);

describe("an authoritative answer", () => {
  test("has the record set for the question", () => {
    expect(lookup(zone, "www.example.org.", "A")).toMatchObject({
      rcode: "NOERROR",
      authoritative: true,
      answers: [set("www.example.org.", "A", "192.0.2.1")],
    });
  });
  test("follows CNAMEs within the zone", () => {
    const { answers } = lookup(zone, "one.example.org.", "A");
    expect(answers.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "one.example.org. CNAME",
      "two.example.org. CNAME",
      "www.example.org. A",
    ]);
  });
  test("stops at a CNAME that leaves the zone, and returns the CNAME itself on request", () => {
    expect(lookup(zone, "out.example.org.", "A").answers).toHaveLength(1);
    expect(lookup(zone, "one.example.org.", "CNAME").answers).toHaveLength(1);
  });
  test("ends a CNAME loop", () => {
    expect(lookup(zone, "loop.example.org.", "A").answers).toHaveLength(2);
  });
  test("has NXDOMAIN for the chain's last name (RFC 6604)", () => {
    expect(lookup(zone, "gone.example.org.", "A")).toMatchObject({ rcode: "NXDOMAIN", answers: [{}] });
  });
});

describe("a negative answer", () => {
  test("is NODATA when the name has other types, with the SOA's TTL capped by its minimum", () => {
    const reply = lookup(zone, "www.example.org.", "AAAA");
    expect(reply).toMatchObject({ rcode: "NOERROR", authoritative: true, answers: [] });
    expect(reply.authorities).toEqual([{ ...soa, ttl: 60 }]);
  });
  test("is NODATA at an empty non-terminal, which hides the wildcard above it", () => {
    expect(lookup(zone, "empty.example.org.", "A")).toMatchObject({ rcode: "NOERROR", answers: [] });
  });
  test("is NXDOMAIN below an empty non-terminal: its closest encloser has no wildcard", () => {
    expect(lookup(zone, "other.empty.example.org.", "A").rcode).toBe("NXDOMAIN");
  });
  test("is NODATA for a type that is never stored", () => {
    expect(lookup(zone, "www.example.org.", "HTTPS")).toMatchObject({ rcode: "NOERROR", answers: [] });
  });
});

describe("a wildcard (RFC 4592)", () => {
  test("answers with the name in the question, at any depth", () => {
    expect(lookup(zone, "any.thing.example.org.", "TXT").answers).toEqual([
      set("any.thing.example.org.", "TXT", '"wild"'),
    ]);
  });
  test("gives NODATA for missing types, and doesn't cover existing names", () => {
    expect(lookup(zone, "any.example.org.", "AAAA")).toMatchObject({ rcode: "NOERROR", answers: [] });
    expect(lookup(zone, "www.example.org.", "TXT")).toMatchObject({ rcode: "NOERROR", answers: [] });
  });
});

describe("a delegation below the apex", () => {
  test("is a referral with glue and without AA, for the name and everything below it", () => {
    for (const name of ["sub.example.org.", "a.b.sub.example.org.", "ns.sub.example.org."]) {
      expect(lookup(zone, name, "A")).toMatchObject({
        authoritative: false,
        answers: [],
        authorities: [{ type: "NS", name: "sub.example.org." }],
        additionals: [{ name: "ns.sub.example.org." }],
      });
    }
  });
  test("is answered by the parent for DS", () => {
    expect(lookup(zone, "sub.example.org.", "DS")).toMatchObject({
      authoritative: true,
      answers: [{ type: "DS" }],
    });
  });
});

test("a name disappears with its last record set, and so do its empty ancestors", () => {
  const small = zoneContent(apex, [soa, set("a.b.example.org.", "A", "192.0.2.1")]);
  expect(small.exists("b.example.org.")).toBe(true);
  small.apply([set("a.b.example.org.", "A", "192.0.2.1")], []);
  expect(small.exists("b.example.org.")).toBe(false);
  expect(small.size).toBe(1);
});

describe("an ALIAS", () => {
  const aliasedZone = zoneContent(apex, [
    soa,
    { ...set(apex, "ALIAS", "lb.example.org."), ttl: 20 },
    set("lb.example.org.", "A", "192.0.2.5"),
  ]);
  test("returns the addresses of its target, for no longer than its own TTL", () => {
    expect(lookup(aliasedZone, apex, "A").answers).toEqual([{ ...set(apex, "A", "192.0.2.5"), ttl: 20 }]);
  });
  test("is invisible in DNS, and has no other records", () => {
    for (const type of ["ALIAS", "AAAA", "TXT"]) {
      expect(lookup(aliasedZone, apex, type)).toMatchObject({ rcode: "NOERROR", answers: [] });
    }
  });
});
