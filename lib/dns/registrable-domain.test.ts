import { expect, test } from "vitest";
import { isRegistrySuffix, registrableDomain } from "./registrable-domain";

test.each([
  ["shop.democluster.net", "democluster.net"],
  ["*.shop.democluster.net", "democluster.net"],
  ["a.b.example.co.uk", "example.co.uk"],
  ["shop.someone.github.io", "someone.github.io"],
  ["co.uk", null],
  ["net", null],
])("%s is registered as %s", (host, expected) => {
  expect(registrableDomain(host)).toBe(expected);
});

test.each([
  ["co.uk", true],
  ["*.co.uk", true],
  ["net", true],
  ["example.co.uk", false],
  ["github.io", false],
  ["cluster.corp", false],
  ["example.github.io", false],
  ["not_a_name", false],
])("%s is a suffix of a registry: %s", (host, expected) => {
  expect(isRegistrySuffix(host)).toBe(expected);
});
