import type { CaaData } from "dns-packet";
import { expect, test } from "vitest";
import { refusalOf } from "./validation";

const caa = (tag: string, value: string, flags = 0): CaaData => ({
  tag: tag as CaaData["tag"],
  value,
  flags,
});
const refusal = (records: CaaData[], wildcard = false) =>
  refusalOf(records, "a.test", wildcard, "sandbox.lamia.test");

test.each<[string, CaaData[]]>([
  ["names this CA", [caa("issue", "sandbox.lamia.test")]],
  ["names this CA with parameters", [caa("issue", " sandbox.lamia.test; accounturi=x")]],
  ["names this CA among others", [caa("issue", "other.test"), caa("issue", "sandbox.lamia.test")]],
  ["only asks for reports", [caa("iodef", "mailto:a@b.test")]],
])("CAA that %s permits", (_name, records) => {
  expect(refusal(records)).toBeUndefined();
});

test.each<[string, CaaData[], string]>([
  ["names another CA", [caa("issue", "letsencrypt.org")], "lets letsencrypt.org issue"],
  ["names nobody", [caa("issue", ";")], "lets nobody issue"],
  [
    "has a critical property that is unknown",
    [caa("future", "x", 128)],
    'unknown critical property "future"',
  ],
])("CAA that %s forbids, and the reason says so", (_name, records, reason) => {
  expect(refusal(records)).toContain(reason);
});

test("only issuewild decides for wildcards", () => {
  const records = [caa("issue", "sandbox.lamia.test"), caa("issuewild", "other.test")];
  expect(refusal(records)).toBeUndefined();
  expect(refusal(records, true)).toContain("other.test");
  expect(refusal([caa("issue", "sandbox.lamia.test")], true)).toBeUndefined();
});
