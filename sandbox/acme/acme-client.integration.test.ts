import { X509Certificate } from "node:crypto";
import * as acme from "acme-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plainAcmeClient } from "./testing/plain-acme-client";
import { startTestCa, type TestCa } from "./testing/test-ca";

let ca: TestCa;
let restore: () => void;

beforeAll(async () => {
  ca = await startTestCa();
  restore = plainAcmeClient(ca.root.certificatePem);
});
afterAll(async () => {
  restore?.();
  await ca?.close();
});

test("acme-client's auto gets a certificate for a name and its wildcard by dns-01", async () => {
  const client = new acme.Client({
    directoryUrl: ca.acme.directoryUrl,
    accountKey: await acme.crypto.createPrivateEcdsaKey(),
    backoffMin: 20,
  });
  const names = ["shop.example.test", "*.shop.example.test"];
  const [, csr] = await acme.crypto.createCsr({ altNames: names }, await acme.crypto.createPrivateEcdsaKey());
  const values: string[] = [];

  const pem = await client.auto({
    csr,
    email: "someone@example.test",
    termsOfServiceAgreed: true,
    skipChallengeVerification: true,
    challengePriority: ["dns-01"],
    challengeCreateFn: async (authorization, _challenge, value) => {
      values.push(`"${value}"`);
      ca.set(`_acme-challenge.${authorization.identifier.value}.`, "TXT", values);
    },
    challengeRemoveFn: async () => {},
  });

  const [leafPem = "", intermediatePem = ""] = acme.crypto.splitPemChain(pem);
  const leaf = new X509Certificate(leafPem);
  const intermediate = new X509Certificate(intermediatePem);
  const root = new X509Certificate(ca.root.certificatePem);
  expect(leaf.verify(intermediate.publicKey) && leaf.checkIssued(intermediate)).toBe(true);
  expect(intermediate.verify(root.publicKey)).toBe(true);
  expect(leaf.subjectAltName).toBe(names.map((name) => `DNS:${name}`).join(", "));
  expect(leaf.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  const days = (leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / 86_400_000;
  expect(Math.round(days)).toBe(90);
  expect(Date.now() - leaf.validFromDate.getTime()).toBeGreaterThan(3_500_000);
  expect(ca.counts).toMatchObject({ ordersCreated: 1, certificatesIssued: 1 });

  await client.revokeCertificate(leafPem);
  await expect(client.revokeCertificate(leafPem)).rejects.toThrow("revoked already");
});
