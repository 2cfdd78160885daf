import "reflect-metadata";
import { createPrivateKey } from "node:crypto";
import { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from "@peculiar/x509";
import { expect, test } from "vitest";
import { newKeyPem, signingRequest } from "./key-pair";

test("a request is signed by the key and carries the names as subject alternative names only", async () => {
  const keyPem = await newKeyPem();
  const csr = await signingRequest(keyPem, ["shop.example.org", "*.example.org"]);
  const request = new Pkcs10CertificateRequest(new Uint8Array(csr));
  expect(await request.verify()).toBe(true);
  expect(request.subject).toBe("");
  const names = request.extensions.find((each) => each instanceof SubjectAlternativeNameExtension)?.names;
  expect(names?.items.map(({ value }) => value)).toEqual(["shop.example.org", "*.example.org"]);
});

test("keys are EC P-256, each another", async () => {
  const [one, other] = await Promise.all([newKeyPem(), newKeyPem()]);
  expect(createPrivateKey(one).asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  expect(one).not.toBe(other);
});
