import { expect, test } from "vitest";
import {
  hasValues,
  hostOfMark,
  isMarkOf,
  markedGateways,
  markName,
  markOfHeir,
  markValue,
  ownershipOf,
  readMark,
} from "./marks";

const gateway = { namespace: "demo", name: "shop" };
const records = [
  { type: "AAAA" as const, values: ["2001:db8::2", "2001:db8::1"] },
  { type: "A" as const, values: ["192.0.2.10"] },
];
const text = "heritage=lamia,owner=us,gateway=demo/shop,records=A:192.0.2.10;AAAA:2001:db8::1+2001:db8::2";

test("an ownership record says what was written, in one spelling, and can be read back", () => {
  expect(markValue("us", gateway, records)).toBe(text);
  expect(markValue("us", gateway, records.toReversed())).toBe(text);
  const mark = readMark(text);
  expect(mark).toMatchObject({ owner: "us", gateway });
  for (const set of records) expect(mark?.records?.some((each) => hasValues(set, each))).toBe(true);
});

test("an ownership record of an earlier version lists no records", () => {
  expect(readMark("heritage=lamia,owner=us,gateway=demo/shop")).toEqual({
    owner: "us",
    gateway,
    records: null,
  });
});

test.each(["", "heritage=external-dns,owner=us", "heritage=lamia,owner=us", `x${text}`, `${text},more=1`])(
  "%j is no mark",
  (value) => {
    expect(readMark(value)).toBeNull();
  },
);

test("the owner doesn't depend on the records that the ownership record lists", () => {
  const old = "heritage=lamia,owner=us,gateway=demo/shop";
  expect([old, text].every((value) => isMarkOf(value, "us", gateway))).toBe(true);
  expect(ownershipOf([old], "us", gateway)).toEqual({ kind: "ours", records: null });
  expect(ownershipOf([old, text], "us", gateway)).toMatchObject({
    kind: "ours",
    records: [{ type: "A" }, { type: "AAAA" }],
  });
  expect(ownershipOf([text], "us", { ...gateway, name: "sho" }).kind).toBe("other");
  expect(ownershipOf([text], "u", gateway).kind).toBe("other");
  expect(ownershipOf(["v=spf1"], "us", gateway)).toEqual({ kind: "none" });
});

test("an heir's ownership record lists the same records", () => {
  expect(markOfHeir(text, "us", { namespace: "other", name: "two" })).toBe(
    text.replace("demo/shop", "other/two"),
  );
});

test("a virtual cluster learns which of its own gateways holds a host, and no names of other virtual clusters", () => {
  const holderFor = (owner: string, of: { namespace: string; name: string }) => {
    const ownership = ownershipOf([text], owner, of);
    return ownership.kind === "other" ? ownership.holder : null;
  };
  expect(holderFor("us", { namespace: "demo", name: "second" })).toContain("shop");
  const strangers = [
    holderFor("us", { namespace: "elsewhere", name: "shop2" }),
    holderFor("them", { namespace: "demo", name: "shop" }),
  ];
  for (const holder of strangers) {
    expect(holder).toBeTruthy();
    expect(holder).not.toMatch(/demo|shop/);
  }
  expect(new Set(strangers).size).toBe(2);
});

test("the name of an ownership record gives the host, even a wildcard; other names give none", () => {
  for (const host of ["shop.x.net", "*.x.net", "wild.x.net"]) expect(hostOfMark(markName(host))).toBe(host);
  expect(markName("*.x.net")).not.toBe(markName("x.net"));
  for (const name of ["x_lamia.shop.x.net", "lamia.shop.x.net", "_lamia.", "_lamia"])
    expect(hostOfMark(name)).toBeNull();
  expect(hostOfMark("_lamia.a._wildcard.x.net")).toBe("a._wildcard.x.net");
});

test("ownership records of other installations, and unrelated texts next to them, name no gateway of ours", () => {
  const theirs = text.replace("owner=us", "owner=them");
  expect(markedGateways(["v=spf1 -all", theirs, text], "us")).toEqual([gateway]);
  expect(markedGateways([theirs], "us")).toEqual([]);
});

test("an ownership record is ours only if installation, virtual cluster, and gateway all match", () => {
  for (const other of [
    { owner: "them", of: gateway },
    { owner: "us", of: { ...gateway, namespace: "other" } },
    { owner: "us", of: { ...gateway, name: "other" } },
  ])
    expect(isMarkOf(text, other.owner, other.of)).toBe(false);
});

test("an empty list is a list: records that it doesn't name aren't ours", () => {
  const empty = markValue("us", gateway, []);
  expect(readMark(empty)?.records).toEqual([]);
  expect(readMark(`${empty}A:;AAAA:2001:db8::2+2001:db8::1`)?.records).toEqual([
    { type: "A", values: [] },
    { type: "AAAA", values: ["2001:db8::1", "2001:db8::2"] },
  ]);
});

test("the heir of an ownership record with an empty list gets one with an empty list", () => {
  const before = "heritage=lamia,owner=us,gateway=demo/shop";
  expect(markOfHeir(before, "us", { namespace: "demo", name: "two" })).toBe(
    "heritage=lamia,owner=us,gateway=demo/two",
  );
});
