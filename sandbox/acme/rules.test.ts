import { expect, test } from "vitest";
import { newNonces } from "./authority";
import { suggestedWindow } from "./certificates";
import type { TxtFinding } from "./dns/validation";
import { readIdentifiers } from "./order-request";
import { renewalId } from "./store";
import { judge } from "./validate";

const finding = (server: string, values: string[], failure?: TxtFinding["failure"]): TxtFinding => ({
  server,
  owner: "_acme-challenge.a.test",
  values,
  ...(failure ? { failure } : {}),
});
const dns = (value: string) => ({ type: "dns", value });

test("a nonce works once, and only if the CA issued it", () => {
  const nonces = newNonces();
  const nonce = nonces.issue();
  expect(nonces.spend("made-up")).toBe(false);
  expect(nonces.spend(nonce)).toBe(true);
  expect(nonces.spend(nonce)).toBe(false);
});

test("identifiers become lower case, without duplicates", () => {
  expect(readIdentifiers([dns("Shop.A.test"), dns("shop.a.test"), dns("*.a.test")])).toEqual([
    dns("shop.a.test"),
    dns("*.a.test"),
  ]);
});

test.each(["a", "a..test", "-a.test", "a.*.test", "a.test.", "10.0.0.1", "*.test"])(
  "%s is rejected",
  (name) => {
    expect(() => readIdentifiers([dns(name)])).toThrow("Cannot issue");
  },
);

test("a challenge passes only when every server has the value", () => {
  const name = "_acme-challenge.a.test";
  expect(judge([finding("one", ["v"]), finding("two", ["x", "v"])], name, "v")).toBeUndefined();
  expect(judge([finding("one", ["v"]), finding("two", [])], name, "v")?.message).toBe(
    "During secondary validation: No TXT record found at _acme-challenge.a.test (asked at two)",
  );
  expect(judge([finding("one", ["x", "y"])], name, "v")?.message).toContain(
    'Incorrect TXT record "x" (and 1 more)',
  );
  const gone = finding("one", [], { kind: "nxdomain", text: "NXDOMAIN" });
  expect(judge([gone], name, "v")?.document.type).toBe("urn:ietf:params:acme:error:dns");
});

test("the suggested window follows the certificate's lifetime, and lies in the past once it is revoked", () => {
  const day = 86_400_000;
  const certificate = { id: "1", accountId: "a", names: [], renewalId: "", notBefore: 0, notAfter: 90 * day };
  expect(suggestedWindow(certificate, 0)).toEqual({ start: 59 * day, end: 61 * day });
  expect(suggestedWindow({ ...certificate, revoked: { at: 1, reason: 1 } }, day).end).toBeLessThan(day);
});

test("the renewal identifier matches the example in RFC 9773", () => {
  expect(renewalId("69885b6b87464041e1b37b847bd0ae2cde01c8d4", "0087654321")).toBe(
    "aYhba4dGQEHhs3uEe9CuLN4ByNQ.AIdlQyE",
  );
});
