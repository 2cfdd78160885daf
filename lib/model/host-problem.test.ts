import { expect, test } from "vitest";
import { hostProblem, securedHostProblem } from "./secured-hosts";

const long = (length: number) =>
  `${Array.from({ length: 10 }, () => "a".repeat(40))
    .join(".")
    .slice(0, length - 4)
    .replace(/\.$/, "a")}.net`;

test.each([
  "shop.democluster.net",
  "*.democluster.net",
  "xn--bcher-kva.example.com",
  "localhost.democluster.net",
  "test.internal.democluster.net",
  "example.com",
  "1.2.3.4.democluster.net",
  "x.arpa",
  long(237),
  `*.${long(236)}`,
])("%s can be secured", (host) => {
  expect(hostProblem(host)).toBeNull();
});

test.each([
  ["", "Enter a Secured Host."],
  ["*", "every name"],
  ["192.0.2.10", "not an IP address"],
  ["999.1.1.1", "not an IP address"],
  ["2001:db8::1", "not an IP address"],
  ["[::1]", "not an IP address"],
  ["https://shop.example.com", "without https://"],
  ["shop.example.com/path", "without https://"],
  ["shop.example.com:443", "without a port"],
  ["shop.*.net", "first label"],
  ["*shop.net", "first label"],
  ["*.*.net", "first label"],
  ["bücher.example.com", "in ASCII, as xn--bcher-kva.example.com"],
  ["*.bücher.example.com", "in ASCII, as *.xn--bcher-kva.example.com"],
  ["faß.de", "in ASCII, as xn--fa-hia.de"],
  ["my_shop.example.com", "underscore"],
  ["shop..net", "next to each other"],
  [".net", "at either end"],
  ["-shop.net", "letter or digit at both ends"],
  [`${"a".repeat(64)}.net`, "at most 63 characters"],
  ["shop", "short name"],
  ["*.net", "short name"],
  ["shop.123", "end in a number"],
  ["shop.internal", ".internal aren’t in the public DNS"],
  ["localhost", "short name"],
  ["a.localhost", ".localhost"],
  ["shop.local", ".local"],
  ["shop.vamp-demo.svc.cluster.local", ".local"],
  ["shop.test", ".test"],
  ["shop.invalid", ".invalid"],
  ["shop.example", ".example"],
  ["shop.onion", ".onion"],
  ["router.home.arpa", ".home.arpa"],
  ["x.alt", ".alt"],
  [long(238), "at most 237"],
  [`*.${long(237)}`, "at most 236"],
  [long(254), "at most 253"],
])("%s cannot, and the reason is named", (host, reason) => {
  expect(hostProblem(host)).toContain(reason);
});

test.each(["shop.democluster.net", "192.0.2.10", "10.0.0.1", "2001:db8::1", "::1"])(
  "%s can be a Secured Host",
  (host) => {
    expect(securedHostProblem(host)).toBeNull();
  },
);

test.each([
  ["999.1.1.1", "isn’t one"],
  ["2001:db8:::1", "isn’t one"],
  ["2001:DB8::1", "as 2001:db8::1"],
  ["2001:db8:0:0::1", "as 2001:db8::1"],
  ["[2001:db8::1]", "as 2001:db8::1"],
  ["shop", "short name"],
])("%s can’t be a Secured Host: %s", (host, why) => {
  expect(securedHostProblem(host)).toContain(why);
});
