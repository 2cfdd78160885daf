import { expect, test } from "vitest";
import { isRegistrable, readNameServers } from "./read-name-servers";

test("host names are taken in any case, with or without the final dot", () => {
  const read = readNameServers([" NS1.Host.Test", "ns2.host.test."], "example.org.");
  expect(read).toEqual({ nameServers: ["ns1.host.test.", "ns2.host.test."] });
});

const bad: [what: string, input: unknown, path: string][] = [
  ["no list", "ns1.host.test", "nameServers"],
  ["one name server", ["ns1.host.test"], "nameServers"],
  ["an IP address", ["ns1.host.test", "192.0.2.1"], "nameServers[1]"],
  ["a single label", ["ns1", "ns2.host.test"], "nameServers[0]"],
  ["the same one twice", ["ns1.host.test", "NS1.host.test."], "nameServers[1]"],
  ["a number", ["ns1.host.test", 5], "nameServers[1]"],
  ["a host within the domain", ["ns1.example.org", "ns1.host.test"], "nameServers[0]"],
];
test.each(bad)("%s is refused at its place", (_what, input, path) => {
  expect(readNameServers(input, "example.org.").mistakes).toMatchObject([{ path }]);
});

test("a domain is one label below a public suffix", () => {
  const names = [
    "democluster.net.",
    "example.co.uk.",
    "shop.democluster.net.",
    "co.uk.",
    "net.",
    "googledomains.com.",
  ];
  expect(names.map(isRegistrable)).toEqual([true, true, false, false, false, false]);
});
