import type { DnskeyData } from "dns-packet";
import { expect, test } from "vitest";
import { keyTagOf, matchesKey } from "./ds-match";

// The example of RFC 4034, section 5.4, and its SHA-256 in RFC 4509, section 2.3.
const key: DnskeyData = {
  flags: 256,
  algorithm: 5,
  key: Buffer.from(
    "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
    "base64",
  ),
};
const zone = "dskey.example.com";
const ds = (digestType: number, hex: string) => ({
  keyTag: 60_485,
  algorithm: 5,
  digestType,
  digest: Buffer.from(hex, "hex"),
});
const sha1 = "2BB183AF5F22588179A53B0A98631FAD1A292118";
const sha256 = "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A";

test("a key has the tag and matches the DS records that the RFCs give for it", () => {
  expect(keyTagOf(key)).toBe(60_485);
  expect(matchesKey(zone, ds(1, sha1), [key])).toBe(true);
  expect(matchesKey("DSKEY.example.com.", ds(2, sha256), [key])).toBe(true);
});

test("another zone, another key, and no key don't match; an unknown digest isn't judged", () => {
  expect(matchesKey("example.com", ds(2, sha256), [key])).toBe(false);
  expect(matchesKey(zone, ds(2, sha256), [{ ...key, flags: 257 }])).toBe(false);
  expect(matchesKey(zone, ds(2, sha256), [])).toBe(false);
  expect(matchesKey(zone, ds(3, sha256), [key])).toBeNull();
  expect(matchesKey(zone, { ...ds(2, sha256), algorithm: 3 }, [])).toBeNull();
});
