import { Secret } from "otpauth";
import { expect, test } from "vitest";
import { newTotpSecret, stepOfCode, totpUri } from "./totp";

const secret = new Secret({ buffer: new TextEncoder().encode("12345678901234567890").buffer }).base32;

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
])("a code is that of RFC 6238, appendix B: after %i seconds", (seconds, code) => {
  expect(stepOfCode(secret, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
});

test("a code counts in its half minute, and in the one before and after", () => {
  const ofSecond59 = "287082";
  const steps = [-31, -1, 29, 59, 89, 119].map((second) =>
    stepOfCode(secret, ofSecond59, new Date((second + 1) * 1000)),
  );
  expect(steps).toEqual([null, 1, 1, 1, null, null]);
  for (const odd of ["", "28708", "2870822", "abcdef"])
    expect(stepOfCode(secret, odd, new Date(59_000))).toBeNull();
});

test("each secret is new and has 160 bits, and an app reads it from the URI", () => {
  expect(newTotpSecret()).not.toBe(newTotpSecret());
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  const uri = new URL(totpUri(secret, "Lamia", "mia@example.com"));
  expect(uri.href).toContain("otpauth://totp/Lamia:mia%40example.com?");
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ issuer: "Lamia", secret, digits: "6" });
});
