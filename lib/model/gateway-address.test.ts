import { expect, test } from "vitest";
import { gatewayAddressProblem, isNetworkService, readGatewayAddress } from "./gateway-address";

const addresses = (ipv4: string[], ipv6: string[], hostname: string | null = null) => ({
  kind: "addresses",
  addresses: { ipv4, ipv6, hostname },
});

test.each([
  ["203.0.113.7", addresses(["203.0.113.7"], [])],
  [" 203.0.113.9,203.0.113.7 , 2001:DB8:0::1", addresses(["203.0.113.7", "203.0.113.9"], ["2001:db8::1"])],
  ["2001:db8:0:0::1", addresses([], ["2001:db8::1"])],
  ["Tunnel-1.Example.com.", addresses([], [], "tunnel-1.example.com")],
  ["nodes", { kind: "nodes", which: "external" }],
  ["internal-nodes", { kind: "nodes", which: "internal" }],
  ["", null],
  [undefined, null],
])("%j is read", (text, expected) => {
  expect(readGatewayAddress(text)).toEqual(expected);
});

test.each([
  ["203.0.113", /can’t end in a number/],
  ["203.0.113.256", /can’t end in a number/],
  ["0.0.0.0", /isn’t an address that clients can reach/],
  ["169.254.169.254", /isn’t an address that clients can reach/],
  ["fe80::1", /isn’t an address that clients can reach/],
  ["224.0.0.1", /isn’t an address that clients can reach/],
  [Array.from({ length: 21 }, (_, at) => `203.0.113.${at}`).join(), /more than 20 addresses/],
  ["::", /isn’t an address that clients can reach/],
  ["1:2:3", /isn’t an address that clients can reach/],
  ["localhost", /short name/],
  ["https://a.example.com", /neither an IP address nor a DNS name/],
  ["a.example.com, 203.0.113.7", /IP addresses, separated by commas, or one DNS name/],
  ["a_b.example.com", /neither an IP address nor a DNS name/],
])("%j is refused with the reason", (text, words) => {
  expect(gatewayAddressProblem(text)).toMatch(words);
});

test.each([
  ["169.254.169.254", true],
  ["::ffff:169.254.169.254", true],
  ["100.100.100.200", true],
  ["fd00:ec2::254", true],
  ["FE80::1", true],
  ["127.0.0.1", false],
  ["10.0.0.7", false],
  ["2001:db8::1", false],
])("%s is an address of the network itself: %s", (address, expected) => {
  expect(isNetworkService(address)).toBe(expected);
});
