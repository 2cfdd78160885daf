import { expect, test } from "vitest";
import { hostCovers, overlap, serves } from "./hosts";

test.each([
  ["shop.example.com", "shop.example.com", true],
  ["vamp-demo/Shop.example.com", "shop.example.com", true],
  ["./shop.example.com", "shop.example.com", true],
  ["*", "shop.example.com", true],
  ["*/*", "shop.example.com", true],
  ["*.example.com", "shop.example.com", true],
  ["*.example.com", "a.b.example.com", true],
  ["*.example.com", "*.example.com", true],
  ["*.com", "*.example.com", true],
  ["*.example.com", "example.com", false],
  ["*.example.com", "*.com", false],
  ["*.example.com", "shop.notexample.com", false],
  ["*example.com", "shop.example.com", false],
  ["shop.example.com", "*.example.com", false],
])("a server with the host %s takes requests for %s: %s", (serverHost, host, expected) => {
  expect(serves(serverHost, host)).toBe(expected);
});

test("in the mesh, a wildcard can stand for any prefix of a name", () => {
  expect(hostCovers("*example.com", "shopexample.com")).toBe(true);
  expect(hostCovers("*.example.com", "*")).toBe(false);
});

test("one certificate serves a name, or a wildcard and the names one label below it", () => {
  expect(overlap("*.example.com", "shop.example.com")).toBe(true);
  expect(overlap("*.example.com", "a.shop.example.com")).toBe(false);
  expect(overlap("shop.example.com", "web.example.com")).toBe(false);
});
