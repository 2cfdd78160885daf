import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { expect, test } from "vitest";
import { certificateInfo } from "./certificate-info";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

async function issue(serialNumber: string, extensions: Extension[] = []): Promise<string> {
  const keys = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    serialNumber,
    subject: "",
    issuer: "CN=Lamia Sandbox E1, O=Lamia",
    notBefore: new Date("2026-01-01T00:00:00Z"),
    notAfter: new Date("2026-04-01T00:00:00Z"),
    signingKey: keys.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "Shop.Example.org" },
        { type: "dns", value: "*.example.org" },
      ]),
      ...extensions,
    ],
  });
  return certificate.toString("pem");
}

test("the example of RFC 9773, section 4.1, has its identifier", async () => {
  const keyId = "69885b6b87464041e1b37b847ba0ae2cde01c8d4";
  const info = certificateInfo(await issue("0087654321", [new AuthorityKeyIdentifierExtension(keyId)]));
  expect(info?.ariId).toBe("aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
  expect(info?.serial).toBe("87654321");
});

test("the public part comes from the first certificate of a chain, with its names in lower case", async () => {
  const chain = `${await issue("0a01")}\n${await issue("0b02")}`;
  expect(certificateInfo(chain)).toEqual({
    names: ["shop.example.org", "*.example.org"],
    issuer: "Lamia Sandbox E1",
    serial: "A01",
    notBefore: "2026-01-01T00:00:00.000Z",
    notAfter: "2026-04-01T00:00:00.000Z",
    ariId: null,
  });
});

test.each(["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])(
  "%j is no certificate, and no error",
  (pem) => {
    expect(certificateInfo(pem)).toBeNull();
  },
);
