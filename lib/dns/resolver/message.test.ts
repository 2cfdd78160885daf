import type { DecodedPacket, Packet } from "dns-packet";
import { decode, encode } from "dns-packet";
import { expect, test } from "vitest";
import { NoAnswer } from "./exchange";
import { isWithin, readMessage } from "./message";

const authoritative = 0x400;
const packet = (content: Packet): DecodedPacket => decode(encode({ type: "response", id: 1, ...content }));
const asked = { name: "shop.demo.net", type: "A" as const };

test("records of the name in the question are the answer, sorted; others are not", () => {
  const message = packet({
    flags: authoritative,
    answers: [
      { type: "A", name: "Shop.Demo.NET", ttl: 60, data: "192.0.2.2" },
      { type: "A", name: "shop.demo.net", ttl: 30, data: "192.0.2.1" },
      { type: "A", name: "evil.demo.net", ttl: 30, data: "192.0.2.66" },
    ],
  });
  expect(readMessage(message, asked, "demo.net")).toEqual({
    kind: "records",
    values: ["192.0.2.1", "192.0.2.2"],
    ttlSeconds: 30,
    authoritative: true,
  });
});

test("a referral names the zone below, its servers, and the addresses that the server can vouch for", () => {
  const message = packet({
    authorities: [
      { type: "NS", name: "demo.net", ttl: 60, data: "ns1.demo.net" },
      { type: "NS", name: "demo.net", ttl: 60, data: "ns.other.org" },
    ],
    additionals: [
      { type: "A", name: "ns1.demo.net", ttl: 60, data: "192.0.2.53" },
      { type: "A", name: "ns.other.org", ttl: 60, data: "192.0.2.66" },
    ],
  });
  expect(readMessage(message, asked, "net")).toMatchObject({
    referral: {
      zone: "demo.net",
      servers: [
        { name: "ns1.demo.net", addresses: ["192.0.2.53"] },
        { name: "ns.other.org", addresses: [] },
      ],
    },
  });
});

test.each(["demo.net", "net", "", "other.net"])(
  "a referral from demo.net to %j leads nowhere and is lame",
  (to) => {
    const message = packet({ authorities: [{ type: "NS", name: to || ".", ttl: 60, data: "ns.example" }] });
    expect(() => readMessage(message, asked, "demo.net")).toThrow(NoAnswer);
  },
);

test("a name that doesn't exist differs from one without the type", () => {
  const authorities: Packet["authorities"] = [
    { type: "SOA", name: "demo.net", data: { mname: "a", rname: "b" } },
  ];
  expect(readMessage(packet({ flags: authoritative | 3, authorities }), asked, "demo.net")).toEqual({
    kind: "none",
    nameExists: false,
    zone: "demo.net",
  });
  expect(readMessage(packet({ flags: authoritative, authorities }), asked, "demo.net")).toEqual({
    kind: "none",
    nameExists: true,
    zone: "demo.net",
  });
});

test("an alias is reported, and is the record itself if the question was for a CNAME", () => {
  const message = packet({
    flags: authoritative,
    answers: [{ type: "CNAME", name: asked.name, data: "LB.Example." }],
  });
  expect(readMessage(message, asked, "demo.net")).toEqual({ kind: "alias", target: "lb.example" });
  expect(readMessage(message, { ...asked, type: "CNAME" }, "demo.net")).toMatchObject({
    values: ["lb.example"],
  });
});

test.each([
  [2, "SERVFAIL"],
  [5, "REFUSED"],
  [9, "error code 9"],
])("response code %i is reported in words", (flags, words) => {
  expect(() => readMessage(packet({ flags }), asked, "demo.net")).toThrow(words);
});

test("TXT strings are joined and CAA reads as in a zone file", () => {
  const txt = packet({ answers: [{ type: "TXT", name: "x", data: ["a".repeat(255), "é"] }] });
  expect(readMessage(txt, { name: "x", type: "TXT" }, "")).toMatchObject({ values: [`${"a".repeat(255)}é`] });
  const caa = packet({
    answers: [{ type: "CAA", name: "x", data: { flags: 128, tag: "issue", value: "ca.example" } }],
  });
  expect(readMessage(caa, { name: "x", type: "CAA" }, "")).toMatchObject({
    values: ['128 issue "ca.example"'],
  });
});

test("only the servers and addresses of a referral's own zone count", () => {
  const message = packet({
    authorities: [
      { type: "NS", name: "demo.net", ttl: 60, data: "ns1.demo.net" },
      { type: "NS", name: "else.net", ttl: 60, data: "ns.else.net" },
    ],
    additionals: [
      { type: "A", name: "ns1.demo.net", ttl: 60, data: "192.0.2.53" },
      { type: "A", name: "ns2.demo.net", ttl: 60, data: "192.0.2.66" },
      { type: "TXT", name: "ns1.demo.net", ttl: 60, data: "no address" },
    ],
  });
  expect(readMessage(message, asked, "net")).toEqual({
    kind: "referral",
    referral: {
      zone: "demo.net",
      servers: [{ name: "ns1.demo.net", addresses: ["192.0.2.53"], ttlSeconds: 60 }],
    },
  });
});

test("a referral that doesn't lead to the name is lame, and the zone that gave it is named", () => {
  const aside = packet({ authorities: [{ type: "NS", name: "other.net", ttl: 60, data: "ns.other.net" }] });
  expect(() => readMessage(aside, asked, "net")).toThrow(/\bnet\b/);
  expect(() => readMessage(aside, asked, "")).toThrow("root");
  const fromRoot = packet({ authorities: [{ type: "NS", name: "net", ttl: 60, data: "a.net" }] });
  expect(readMessage(fromRoot, asked, "")).toMatchObject({ referral: { zone: "net" } });
});

test("an answer without authority means 'nothing' only with an SOA record; an empty one is lame", () => {
  const soa: Packet["authorities"] = [{ type: "SOA", name: "demo.net", data: { mname: "a", rname: "b" } }];
  expect(readMessage(packet({ authorities: soa }), asked, "demo.net")).toEqual({
    kind: "none",
    nameExists: true,
    zone: "demo.net",
  });
  const both: Packet["authorities"] = [
    { type: "NS", name: "other.net", ttl: 60, data: "ns.other.net" },
    ...(soa ?? []),
  ];
  expect(readMessage(packet({ authorities: both }), asked, "demo.net")).toMatchObject({ kind: "none" });
  expect(() => readMessage(packet({}), asked, "demo.net")).toThrow("demo.net");
});

test("a name is within a zone that it is or ends with, label by label", () => {
  for (const zone of ["", "net", "demo.net", "shop.demo.net"])
    expect(isWithin("shop.demo.net", zone)).toBe(true);
  for (const zone of ["o.net", "a.shop.demo.net", "org"]) expect(isWithin("shop.demo.net", zone)).toBe(false);
});
