import { expect, test } from "vitest";
import { credentialNameFor, readSecuredHosts, serverOf } from "./secured-hosts";

test("each part that can't be walked has its reason, and the others are walked", () => {
  const { entries, malformed } = readSecuredHosts(
    "443=shop.example.com, nonsense, 0=a.example.com, 99999=a.example.com, 443=192.0.2.1, 443=192.0.2.256, 443=SHOP.internal, 443=bücher.de,443=,443=a b.net",
  );
  expect(entries).toEqual([
    { port: 443, host: "shop.example.com" },
    { port: 443, host: "192.0.2.1" },
  ]);
  expect(malformed.map(({ part, reason }) => `${part}: ${reason}`)).toEqual([
    expect.stringMatching(/^nonsense: Use the form port=host/),
    expect.stringMatching(/^0=.*from 1 to 65535/),
    expect.stringMatching(/^99999=.*from 1 to 65535/),
    expect.stringMatching(/^443=192.0.2.256: .*isn’t one/),
    expect.stringMatching(/^443=SHOP.internal: .*public DNS/),
    expect.stringMatching(/^443=bücher.de: .*xn--bcher-kva.de/),
    expect.stringMatching(/^443=: Enter a Secured Host/),
    expect.stringMatching(/^443=a b.net: Enter only the DNS name/),
  ]);
});

const on443 = (...hosts: string[]) => ({ port: { number: 443 }, hosts });

test.each([
  ["the server that lists the host", [on443("*"), on443("*.example.com"), on443("a/Shop.example.com")], 2],
  ["else the one with the longest wildcard", [on443("*"), on443("*.com"), on443("*.example.com")], 2],
  ["else the one for all hosts", [on443("*.net"), on443("*")], 1],
  ["the first of two alike", [on443("shop.example.com"), on443("shop.example.com")], 0],
  ["no server of another port", [{ port: { number: 8443 }, hosts: ["*"] }], undefined],
  ["no server of other hosts", [on443("web.example.com")], undefined],
  ["no server that has no list of hosts", [{ port: { number: 443 } }], undefined],
])("a Secured Host belongs to %s", (_, servers, index) => {
  expect(serverOf({ port: 443, host: "shop.example.com" }, servers)).toBe(
    index === undefined ? null : servers[index],
  );
});

test("of two servers with the same host, the one with its own credential gets it, and never a less specific one", () => {
  const own = { tls: { credentialName: credentialNameFor("shop.example.com") } };
  const listed = on443("shop.example.com");
  const target = { port: 443, host: "shop.example.com" };
  expect(serverOf(target, [listed, { ...listed, ...own }])).toHaveProperty("tls");
  expect(serverOf(target, [{ ...on443("*.example.com"), ...own }, listed])).toBe(listed);
});

test("an IP address belongs to the server for all hosts, because clients send no server name for one", () => {
  const named = on443("192.0.2.10");
  const all = on443("*");
  expect(serverOf({ port: 443, host: "192.0.2.10" }, [named, all])).toBe(all);
  expect(serverOf({ port: 443, host: "2001:db8::1" }, [named])).toBeNull();
  expect(credentialNameFor("2001:db8::1")).toMatch(/^lamia-2001-db8-1-[a-z0-9]+$/);
});
