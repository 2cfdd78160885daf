import "reflect-metadata";
import { BasicConstraintsExtension, X509CertificateGenerator } from "@peculiar/x509";
import { beforeAll, describe, expect, test } from "vitest";
import { chainIn } from "./chain";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
let leaf: string;
let intermediate: string;
let root: string;
let stranger: string;

beforeAll(async () => {
  const made = async (name: string, issuer: string, signer: CryptoKeyPair, own: CryptoKeyPair) => {
    const certificate = await X509CertificateGenerator.create({
      serialNumber: "01",
      subject: `CN=${name}`,
      issuer: `CN=${issuer}`,
      notBefore: new Date(0),
      notAfter: new Date(Date.now() + 86_400_000),
      signingKey: signer.privateKey,
      publicKey: own.publicKey,
      signingAlgorithm: algorithm,
      extensions: [new BasicConstraintsExtension(name !== "shop")],
    });
    return certificate.toString("pem").trim();
  };
  const keys = () => crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const [one, two, three] = [await keys(), await keys(), await keys()];
  root = await made("Root", "Root", one, one);
  intermediate = await made("Intermediate", "Root", one, two);
  leaf = await made("shop", "Intermediate", two, three);
  stranger = await made("Stranger", "Nobody", three, one);
});

const sorted = (...chain: string[]) => chainIn(chain.join("\n"))?.trim();

describe("a chain", () => {
  test("begins with the certificate of the order, in whatever sequence the CA sends it", () => {
    const right = [leaf, intermediate, root].join("\n");
    for (const sent of [
      [leaf, intermediate, root],
      [root, intermediate, leaf],
      [intermediate, leaf, root],
      [leaf, root, intermediate],
    ])
      expect(sorted(...sent)).toBe(right);
    expect(sorted(intermediate, leaf)).toBe([leaf, intermediate].join("\n"));
    expect(sorted(leaf)).toBe(leaf);
  });

  test("stays as it is if two certificates could be the first, or one can't be read", () => {
    const broken = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----";
    expect(sorted(stranger, leaf, intermediate)).toBe([stranger, leaf, intermediate].join("\n"));
    expect(sorted(intermediate, broken, leaf)).toBe([intermediate, broken, leaf].join("\n"));
    expect(chainIn("no certificate")).toBeNull();
  });
});
