import { describe, expect, test } from "vitest";
import {
  type AddressEvidence,
  asText,
  type Evidence,
  type Presented,
  type Reply,
  redacted,
  worstColour,
} from "./evidence";
import { diagnose } from "./verdicts";

const servers = ["ns1.dns.test", "ns2.dns.test"];
const host = "shop.example.net";
/** The same answer from each name server, or one answer for each. */
const said = (asked: string, ...answers: (string[] | null)[]): Reply[] =>
  servers.map((from, at) => {
    const values = answers.length === 1 ? answers[0] : answers[at];
    return { from, asked, values: values ?? null, problem: values ? null : "no answer" };
  });

const presented: Presented = {
  chain: [
    {
      subject: host,
      issuer: "Test CA",
      serial: "A1",
      notBefore: "2026-06-01T00:00:00.000Z",
      notAfter: "2026-09-01T00:00:00.000Z",
    },
  ],
  names: [host],
  coversHost: true,
  trust: "public",
  problem: null,
};
const good: AddressEvidence = {
  address: "192.0.2.1",
  isRefused: false,
  http: null,
  https: null,
  presented,
  tls: null,
};
const evidence: Evidence = {
  host,
  checkedAt: "2026-07-01T12:00:00.000Z",
  registrable: "example.net",
  zone: { apex: "example.net", parent: "net" },
  zoneProblem: null,
  delegation: said("example.net NS", servers),
  ownServers: said("example.net NS", servers),
  ds: said("example.net DS", []),
  keys: said("example.net DNSKEY", []),
  dsMatches: { matched: [], unmatched: [], unknown: [] },
  serials: said("example.net SOA", ["7"]),
  ipv4: said(`${host} A`, ["192.0.2.1"]),
  ipv6: said(`${host} AAAA`, []),
  alias: said(`${host} CNAME`, []),
  challenge: said(`_acme-challenge.${host} TXT`, []),
  mark: said(`_lamia.${host} TXT`, []),
  caa: said(`${host} CAA`, []),
  caaIssuer: { kind: "unlimited" },
  cached: [{ from: "1.1.1.1", asked: `${host} A`, values: ["192.0.2.1"], problem: null, ttlSeconds: 60 }],
  addresses: [good],
};

test("a host without any problem is green in every line, without a remedy", () => {
  const { lines } = diagnose(evidence);
  expect(lines.filter(({ colour, remedy }) => colour !== "green" || remedy !== null)).toEqual([]);
  expect(lines.map(({ id }) => id)).toEqual([
    "zone",
    "delegation",
    "dnssec",
    "serials",
    "addresses",
    "alias",
    "challenge",
    "mark",
    "caa",
    "cached",
    "ports-192.0.2.1",
    "certificate-192.0.2.1",
    "chain-192.0.2.1",
  ]);
});

const ds = ["12345 13 2 aa"];
const signed = { ds: said("example.net DS", ds), keys: said("example.net DNSKEY", ["257 3 13 (key tag 1)"]) };
const withAddress = (change: Partial<AddressEvidence>) => ({ addresses: [{ ...good, ...change }] });
const withCertificate = (change: Partial<Presented>) =>
  withAddress({ presented: { ...presented, ...change } });
const withoutAddress = { ipv4: said("", []), ipv6: said("", []), addresses: [] };
/** Nobody answers for these records. */
const unheard = (kinds: Partial<Evidence>): Partial<Evidence> => ({
  addresses: [],
  ipv4: said("", []),
  ...Object.fromEntries(Object.keys(kinds).map((kind) => [kind, said("", null)])),
});
const at = (checkedAt: string) => ({ checkedAt });

describe("a line", () => {
  test.each<[string, Partial<Evidence>, string, string, string]>([
    [
      "a zone that isn't delegated",
      { zone: { apex: "net", parent: "" } },
      "zone",
      "red",
      "example.net isn’t delegated",
    ],
    [
      "a walk without an answer",
      { zone: null, zoneProblem: "no answer" },
      "zone",
      "red",
      "can’t find the zone",
    ],
    ["a public suffix", { registrable: null }, "zone", "red", "public suffix"],
    ["a silent parent", { delegation: said("", null) }, "delegation", "amber", "No server of net answers"],
    [
      "parents that differ",
      { delegation: said("", servers, ["ns3.dns.test"]) },
      "delegation",
      "amber",
      "different name servers",
    ],
    [
      "a parent that names others than the zone",
      { ownServers: said("", ["ns3.dns.test"]) },
      "delegation",
      "amber",
      "itself names ns3.dns.test",
    ],
    [
      "a DS that matches a key",
      { ...signed, dsMatches: { matched: ds, unmatched: [], unknown: [] } },
      "dnssec",
      "green",
      "matches a key",
    ],
    [
      "a DS that no key matches",
      { ...signed, dsMatches: { matched: [], unmatched: ds, unknown: [] } },
      "dnssec",
      "red",
      "reject every answer",
    ],
    [
      "a DS that is left over",
      { ...signed, dsMatches: { matched: ["1 13 2 bb"], unmatched: ds, unknown: [] } },
      "dnssec",
      "amber",
      "match no key",
    ],
    [
      "a DS of an unknown digest",
      { ...signed, dsMatches: { matched: [], unmatched: [], unknown: ds } },
      "dnssec",
      "amber",
      "can’t compare",
    ],
    ["keys that nobody gives", { ...signed, keys: said("", null) }, "dnssec", "amber", "can’t compare"],
    ["a name server that lags", { serials: said("", ["7"], ["6"]) }, "serials", "amber", "7, 6"],
    ["a silent name server", { serials: said("", ["7"], null) }, "serials", "amber", "ns2.dns.test"],
    [
      "silent name servers",
      { serials: said("", null) },
      "serials",
      "red",
      "No name server of example.net answers for it",
    ],
    ["no address", { ipv4: said("", []), addresses: [] }, "addresses", "red", "no A or AAAA record"],
    [
      "addresses that differ",
      { ipv4: said("", ["192.0.2.1"], ["192.0.2.2"]) },
      "addresses",
      "amber",
      "different addresses",
    ],
    [
      "an alias",
      { ipv4: said("", []), alias: said("", ["lb.example.com"]) },
      "addresses",
      "green",
      "192.0.2.1",
    ],
    ["the target of an alias", { alias: said("", ["lb.example.com"]) }, "alias", "green", "lb.example.com"],
    [
      "a challenge on one server only",
      { challenge: said("", ["x"], []) },
      "challenge",
      "amber",
      "may not see",
    ],
    ["a challenge", { challenge: said("", ["x", "y"]) }, "challenge", "green", "2 TXT records"],
    [
      "an ownership record",
      { mark: said("", ["heritage=lamia,owner=o,gateway=ns/gw"]) },
      "mark",
      "green",
      "ns/gw",
    ],
    ["a stranger's TXT record", { mark: said("", ["hello"]) }, "mark", "amber", "isn’t an ownership record"],
    [
      "CAA records that forbid",
      { caaIssuer: { kind: "forbidden", warning: "They forbid it." } },
      "caa",
      "amber",
      "They forbid it.",
    ],
    ["CAA records that allow", { caaIssuer: { kind: "allowed" } }, "caa", "green", "allow its"],
    ["CAA records that nobody gives", { caaIssuer: { kind: "unknown" } }, "caa", "amber", "can’t tell"],
    ["addresses that nobody gives", unheard({ ipv4: [], ipv6: [] }), "addresses", "amber", "can’t tell"],
    ["IPv6 addresses that nobody gives", unheard({ ipv6: [] }), "addresses", "amber", "can’t tell"],
    ["a CNAME record that nobody gives", unheard({ alias: [] }), "alias", "amber", "can’t tell"],
    ["a challenge that nobody gives", unheard({ challenge: [] }), "challenge", "amber", "can’t tell"],
    ["an ownership record that nobody gives", unheard({ mark: [] }), "mark", "amber", "can’t tell"],
    [
      "a delegation that the zone confirms nowhere",
      unheard({ ownServers: [] }),
      "delegation",
      "amber",
      "says",
    ],
    [
      "an alias that leads nowhere, or in a circle",
      { ...withoutAddress, alias: said("", ["a.example.net"]) },
      "addresses",
      "red",
      "alias of a.example.net, and Lamia finds no address",
    ],
    [
      "a wildcard alias in place of an ownership record",
      { mark: said("", []).map((each) => ({ ...each, alias: "lb.example.com" })) },
      "mark",
      "green",
      "only an alias of lb.example.com",
    ],
    [
      "a challenge name that is an alias",
      { challenge: said("", []).map((each) => ({ ...each, alias: "x.acme.test" })) },
      "challenge",
      "green",
      "x.acme.test, where a CA looks",
    ],
    [
      "a silent resolver",
      { cached: [{ from: "1.1.1.1", asked: "A", values: null, problem: "no answer" }] },
      "cached",
      "amber",
      "No usable answer from 1.1.1.1: no answer",
    ],
    [
      "an old answer",
      {
        cached: [
          { from: "1.1.1.1", asked: `${host} A`, values: ["192.0.2.9"], problem: null, ttlSeconds: 60 },
        ],
      },
      "cached",
      "amber",
      "2026-07-01T12:01:00.000Z",
    ],
    ["an inner address", withAddress({ isRefused: true }), "ports-192.0.2.1", "red", "doesn’t connect"],
    [
      "a closed port 443",
      withAddress({ https: "nothing listens there" }),
      "ports-192.0.2.1",
      "red",
      "Port 443",
    ],
    [
      "a closed port 80",
      withAddress({ http: "nothing listens there" }),
      "ports-192.0.2.1",
      "amber",
      "port 80",
    ],
    [
      "no certificate",
      withAddress({ presented: null, tls: "closed" }),
      "certificate-192.0.2.1",
      "red",
      "closed",
    ],
    [
      "a certificate of another host",
      withCertificate({ coversHost: false, names: ["a.test"] }),
      "certificate-192.0.2.1",
      "red",
      "is for a.test",
    ],
    [
      "an expired certificate",
      at("2026-09-02T00:00:00.000Z"),
      "certificate-192.0.2.1",
      "red",
      "expired on 2026-09-01",
    ],
    [
      "a future certificate",
      at("2026-05-02T00:00:00.000Z"),
      "certificate-192.0.2.1",
      "red",
      "only from 2026-06-01",
    ],
    ["a late certificate", at("2026-08-30T00:00:00.000Z"), "certificate-192.0.2.1", "amber", "expires on"],
    [
      "a root of this installation",
      withCertificate({ trust: "configured" }),
      "chain-192.0.2.1",
      "amber",
      "only this installation",
    ],
    [
      "a broken chain",
      withCertificate({ trust: "none", problem: "no root" }),
      "chain-192.0.2.1",
      "red",
      "no root",
    ],
  ])("for %s", (_name, change, id, colour, words) => {
    const line = diagnose({ ...evidence, ...change }).lines.find((each) => each.id === id);
    expect(line).toMatchObject({ colour, note: expect.stringContaining(words) });
    expect(line?.remedy === null).toBe(colour === "green");
  });
});

test("different certificates at the addresses of a host are reported", () => {
  const [leaf] = presented.chain;
  const other = { ...presented, chain: leaf ? [{ ...leaf, serial: "B2" }] : [] };
  const addresses = [good, { ...good, address: "192.0.2.2", presented: other }];
  expect(diagnose({ ...evidence, addresses }).lines.at(-1)).toMatchObject({ id: "differ", colour: "amber" });
});

test("the worst line decides the color of the whole", () => {
  expect(worstColour([{ colour: "green" }, { colour: "red" }, { colour: "amber" }])).toBe("red");
  expect(worstColour([{ colour: "green" }, { colour: "amber" }])).toBe("amber");
  expect(worstColour([])).toBe("green");
});

test("a report hides what TXT records hold and private addresses, and gives each remedy", () => {
  const change = {
    challenge: said(`_acme-challenge.${host} TXT`, ["a-token-that-nobody-may-read"]),
    ipv4: said(`${host} A`, ["10.1.2.3"]),
    addresses: [{ ...good, address: "10.1.2.3", https: "nothing listens there" }],
  };
  const diagnosis = diagnose({ ...evidence, ...change });
  const text = asText(diagnosis);
  for (const secret of ["nobody-may-read", "10.1.2.3"]) {
    expect(text).not.toContain(secret);
    expect(JSON.stringify(redacted(diagnosis))).not.toContain(secret);
  }
  expect(text).toContain("[red] Ports of (private address)");
  expect(text).toContain("To do: Check the load balancer");
});

test("an answer of any length is shown in a few lines, and says how much is missing", () => {
  const long = { mark: said("", ["x".repeat(65_000)]) };
  const shown = diagnose({ ...evidence, ...long }).lines.find(({ id }) => id === "mark")?.replies[0]?.answer;
  expect(shown?.length).toBeLessThan(700);
  expect(shown).toMatch(/x… \(64400 more characters\)|x… \(64,400 more characters\)/);
});
