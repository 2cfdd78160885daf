import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRecordData, renderRecordData } from "./record-data";

test("any TXT value comes back unchanged after it is written and read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 600 }), (value) => {
      expect(parseRecordData("TXT", renderRecordData("TXT", value))).toBe(value);
    }),
  );
});

test("a TXT value of more than 255 octets becomes several strings", () => {
  expect(renderRecordData("TXT", "a".repeat(256))).toBe(`"${"a".repeat(255)}" "a"`);
});

test("escaped and unquoted TXT strings are read as one value", () => {
  expect(parseRecordData("TXT", String.raw`"a\"b\\" "\195\164" c`)).toBe(String.raw`a"b\äc`);
});

test.each([
  ["", '""'],
  [" ~", '" ~"'],
  ["\t\u007f", String.raw`"\009\127"`],
  [String.raw`"\\`, String.raw`"\"\\\\"`],
  ["a".repeat(255), `"${"a".repeat(255)}"`],
])(
  "a TXT value %j is written %j: what cannot be seen is escaped, and nothing is left over",
  (value, text) => {
    expect(renderRecordData("TXT", value)).toBe(text);
  },
);

test("names lose their trailing dot when read and get it back when written, and become lowercase", () => {
  expect(parseRecordData("NS", "NS-Cloud-A1.GoogleDomains.com.")).toBe("ns-cloud-a1.googledomains.com");
  expect(renderRecordData("CNAME", "lb.example.net")).toBe("lb.example.net.");
});

test("every IPv6 address has one spelling", () => {
  expect(parseRecordData("AAAA", "2001:DB8:0:0:0:0:0:1")).toBe("2001:db8::1");
  expect(parseRecordData("AAAA", " 2001:DB8::G ")).toBe("2001:db8::g");
});
