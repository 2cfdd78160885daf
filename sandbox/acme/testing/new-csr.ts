import "reflect-metadata";
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from "@peculiar/x509";

type KeyAlgorithm = EcKeyGenParams | RsaHashedKeyGenParams;

export const ecKey: KeyAlgorithm = { name: "ECDSA", namedCurve: "P-256" };

/** A certificate request for the names, as base64url DER. */
export async function newCsr(
  names: string[],
  algorithm: KeyAlgorithm = ecKey,
  given?: CryptoKeyPair,
): Promise<string> {
  const keys =
    given ?? ((await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair);
  const csr = await Pkcs10CertificateRequestGenerator.create({
    keys,
    signingAlgorithm: { ...algorithm, hash: "SHA-256" },
    extensions: [
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value }))),
    ],
  });
  return Buffer.from(csr.rawData).toString("base64url");
}
