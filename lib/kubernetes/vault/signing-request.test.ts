import "reflect-metadata";
import { createPrivateKey } from "node:crypto";
import { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from "@peculiar/x509";
import { expect, test } from "vitest";
import { newKeyPem, signingRequest } from "./key-pair";

test("a request is signed by the key and has the names as subject alternative names only", async () => {
  const keyPem = await newKeyPem();
  const csr = await signingRequest(keyPem, ["shop.example.org", "*.example.org", "192.0.2.10"]);
  const request = new Pkcs10CertificateRequest(new Uint8Array(csr));
  expect(await request.verify()).toBe(true);
  expect(request.subject).toBe("");
  const names = request.extensions.find((each) => each instanceof SubjectAlternativeNameExtension)?.names;
  expect(names?.items.map(({ type, value }) => `${type} ${value}`)).toEqual([
    "dns shop.example.org",
    "dns *.example.org",
    "ip 192.0.2.10",
  ]);
});

test.each([
  ["ec-p384", { namedCurve: "secp384r1" }],
  ["rsa-2048", { modulusLength: 2048, publicExponent: 65537n }],
] as const)("a key can be %s, and signs its request", async (keyType, details) => {
  const keyPem = await newKeyPem(keyType);
  expect(createPrivateKey(keyPem).asymmetricKeyDetails).toEqual(details);
  const csr = await signingRequest(keyPem, ["shop.example.org"]);
  expect(await new Pkcs10CertificateRequest(new Uint8Array(csr)).verify()).toBe(true);
});

test("keys are EC P-256, and each is different", async () => {
  const [one, other] = await Promise.all([newKeyPem(), newKeyPem()]);
  expect(createPrivateKey(one).asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  expect(one).not.toBe(other);
});
