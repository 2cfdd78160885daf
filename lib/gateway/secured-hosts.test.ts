import { expect, test } from "vitest";
import { readSecuredHosts } from "./secured-hosts";

test("each part that cannot be walked comes with its reason, and the others are walked", () => {
  const { entries, malformed } = readSecuredHosts(
    "443=shop.example.com, nonsense, 0=a.example.com, 99999=a.example.com, 443=192.0.2.1, 443=SHOP.internal, 443=bücher.de,443=,443=a b.net",
  );
  expect(entries).toEqual([{ port: 443, host: "shop.example.com" }]);
  expect(malformed.map(({ part, reason }) => `${part}: ${reason}`)).toEqual([
    expect.stringMatching(/^nonsense: Write port=host/),
    expect.stringMatching(/^0=.*from 1 to 65535/),
    expect.stringMatching(/^99999=.*from 1 to 65535/),
    expect.stringMatching(/^443=192.0.2.1: .*not an address/),
    expect.stringMatching(/^443=SHOP.internal: .*public DNS/),
    expect.stringMatching(/^443=bücher.de: .*xn--bcher-kva.de/),
    expect.stringMatching(/^443=: A Secured Host is required/),
    expect.stringMatching(/^443=a b.net: Write the DNS name alone/),
  ]);
});
