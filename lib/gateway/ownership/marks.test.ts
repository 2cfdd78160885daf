import { expect, test } from "vitest";
import { hasValues, isMarkOf, markOfHeir, markValue, ownershipOf, readMark } from "./marks";

const gateway = { namespace: "demo", name: "shop" };
const records = [
  { type: "AAAA" as const, values: ["2001:db8::2", "2001:db8::1"] },
  { type: "A" as const, values: ["192.0.2.10"] },
];
const text = "heritage=lamia,owner=us,gateway=demo/shop,records=A:192.0.2.10;AAAA:2001:db8::1+2001:db8::2";

test("a mark says what was written, in one spelling, and is read back", () => {
  expect(markValue("us", gateway, records)).toBe(text);
  expect(markValue("us", gateway, records.toReversed())).toBe(text);
  const mark = readMark(text);
  expect(mark).toMatchObject({ owner: "us", gateway });
  for (const set of records) expect(mark?.records?.some((each) => hasValues(set, each))).toBe(true);
});

test("a mark of an earlier version says nothing of records", () => {
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

test("whose a mark is does not depend on the records that it names", () => {
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

test("what an heir gets is the same records", () => {
  expect(markOfHeir(text, "us", { namespace: "other", name: "two" })).toBe(
    text.replace("demo/shop", "other/two"),
  );
});

test("a virtual cluster learns which of its own gateways holds a host, and no names of others", () => {
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
