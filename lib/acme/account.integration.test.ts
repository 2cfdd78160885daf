import { expect, test } from "vitest";
import { trust } from "@/lib/dns/testing/trust";
import { SecretText } from "@/lib/model/secret-text";
import { startTestCa } from "@/sandbox/acme/testing/test-ca";
import { memoryAccounts, testAuthority, watchRequests } from "./testing/test-authority";

const { outside, afterwards, authority, freshName } = testAuthority();

test("the account key is stored before the CA gets it, and one account serves many orders at once", async () => {
  const accounts = memoryAccounts();
  const ca = authority({ accounts });
  await Promise.all(Array.from({ length: 20 }, () => ca.order([freshName()], null)));
  expect(accounts.saved.map(({ url }) => url === null)).toEqual([true, false]);
  expect(accounts.saved[0]?.keyPem).toBe(accounts.saved[1]?.keyPem);
});

test("an account that the CA has lost is registered again with the same key", async () => {
  const accounts = memoryAccounts();
  await authority({ accounts }).order([freshName()], null);
  const [, { keyPem }] = accounts.saved as [unknown, { keyPem: string }];
  const forgotten = memoryAccounts({
    keyPem,
    url: `${new URL(outside().acme.directoryUrl).origin}/account/unknown`,
  });
  await authority({ accounts: forgotten }).order([freshName()], null);
  expect(forgotten.saved.at(-1)).toEqual(accounts.saved.at(-1));
});

test("without agreement to the terms, nothing is sent, and the remedy names them", async () => {
  const accounts = memoryAccounts();
  await expect(authority({ accounts, termsAgreed: false }).order([freshName()], null)).rejects.toMatchObject({
    kind: "unconfigured",
    remedy: expect.stringContaining("LAMIA_ACME_TERMS_AGREED"),
  });
  expect(accounts.saved).toEqual([]);
});

test("a process that was interrupted while registering doesn't create a second account", async () => {
  const accounts = memoryAccounts();
  const ca = authority({ accounts });
  const lost = watchRequests((url) => (url.includes("account") ? Response.json({}, { status: 503 }) : null));
  await expect(ca.order([freshName()], null)).rejects.toMatchObject({ kind: "unreachable" });
  lost.stop();
  await ca.order([freshName()], null);
  expect(new Set(accounts.saved.map(({ keyPem }) => keyPem)).size).toBe(1);
});

test("a CA that requires an external account gets it; without one, the remedy names the settings", async () => {
  const hmacKey = Buffer.from("an HMAC key of thirty-two octets").toString("base64url");
  const strict = await startTestCa({
    externalAccountRequired: true,
    externalAccountKeys: { "kid-1": hmacKey },
  });
  afterwards(trust(strict.root.certificatePem));
  try {
    const directory = strict.acme.directoryUrl;
    await expect(authority({ directory }).order([freshName()], null)).rejects.toMatchObject({
      kind: "unconfigured",
      remedy: expect.stringContaining("LAMIA_ACME_EAB_KID"),
    });
    const bound = authority({
      directory,
      externalAccount: { kid: "kid-1", hmacKey: new SecretText(hmacKey) },
    });
    expect(await bound.order([freshName()], null)).toContain("https://");
    const wrong = authority({
      directory,
      externalAccount: { kid: "kid-2", hmacKey: new SecretText(hmacKey) },
    });
    await expect(wrong.order([freshName()], null)).rejects.toMatchObject({
      kind: "unconfigured",
      remedy: expect.stringContaining("LAMIA_ACME_EAB_KID"),
    });
  } finally {
    await strict.close();
  }
});
