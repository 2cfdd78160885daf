import { expect, test } from "vitest";
import { isSecureRequest, pageContentSecurityPolicy, securityHeaders } from "./security-headers";

test("a page runs scripts of the panel and with its nonce only, and loads nothing from elsewhere", () => {
  const policy = pageContentSecurityPolicy("bm9uY2U=", false);
  const directives = new Map(
    policy.split("; ").map((each) => [each.split(" ")[0], each.split(" ").slice(1)]),
  );
  expect(directives.get("script-src")).toEqual(["'self'", "'nonce-bm9uY2U='"]);
  for (const [name, sources] of directives)
    for (const source of sources)
      expect(`${name} ${source}`).toMatch(
        / '(self|none|nonce-bm9uY2U=)'$| (data|blob):$|^style-src 'unsafe-inline'$/,
      );
  expect(pageContentSecurityPolicy("a", true)).toContain("'unsafe-eval'");
});

test.each([
  { forwarded: "https", isEncrypted: false, expected: true },
  { forwarded: "HTTPS, http", isEncrypted: false, expected: true },
  { forwarded: "http, https", isEncrypted: false, expected: false },
  { forwarded: "http", isEncrypted: false, expected: false },
  { forwarded: null, isEncrypted: false, expected: false },
  { forwarded: null, isEncrypted: true, expected: true },
])("browsers are told to stay with HTTPS only when they use it: $forwarded, $isEncrypted", (given) => {
  const isSecure = isSecureRequest(given.forwarded, given.isEncrypted);
  expect(isSecure).toBe(given.expected);
  expect("strict-transport-security" in securityHeaders(isSecure)).toBe(given.expected);
});
