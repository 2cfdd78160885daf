import { expect, test } from "vitest";
import { gatewayHostFromTyped, hostFromTyped } from "./hosts";

test.each([
  ["Shop.Example.com", "shop.example.com"],
  [" shop.example.com. ", "shop.example.com"],
  ["https://shop.example.com/cart?id=1#top", "shop.example.com"],
  ["http://user@shop.example.com:8443", "shop.example.com"],
  ["https://Bücher.example.com/neu", "xn--bcher-kva.example.com"],
  ["bücher.example.com", "xn--bcher-kva.example.com"],
  ["*.bücher.example.com", "*.xn--bcher-kva.example.com"],
  ["*.example.com", "*.example.com"],
  ["https://192.0.2.10:8443/", "192.0.2.10"],
  ["[2001:DB8:0::1]", "2001:db8::1"],
  ["https://[2001:db8::1]/x", "2001:db8::1"],
])("%s names the host %s", (typed, host) => {
  expect(hostFromTyped(typed)).toBe(host);
});

test.each(["", "*", "a b", "vamp-demo/shop.example.com", "shop.example.com:443", "bü cher", "10.0.0.1"])(
  "what is no host stays as it was typed: %s",
  (typed) => {
    expect(hostFromTyped(typed)).toBe(typed);
  },
);

test.each([
  ["https://Shop.example.com/cart", "shop.example.com"],
  ["vamp-demo/Bücher.example.com", "vamp-demo/xn--bcher-kva.example.com"],
  ["./*.bücher.example.com", "./*.xn--bcher-kva.example.com"],
  ["*/shop.example.com.", "*/shop.example.com"],
  ["*", "*"],
  ["shop.example.com/cart", "shop.example.com/cart"],
  ["", ""],
])("%s names the Gateway host %s", (typed, host) => {
  expect(gatewayHostFromTyped(typed)).toBe(host);
});
