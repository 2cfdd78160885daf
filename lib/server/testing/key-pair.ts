import "reflect-metadata";
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";

interface KeyPair {
  /** PEM, of a certificate for the name. */
  chain: string;
  /** PEM, PKCS #8. */
  key: string;
}

/** A self-signed certificate with its key, valid in the given year. */
export async function keyPair(name: string, year: number): Promise<KeyPair> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: "2b",
    subject: "",
    issuer: "CN=Test",
    notBefore: new Date(`${year}-01-01T00:00:00Z`),
    notAfter: new Date(`${year + 1}-01-01T00:00:00Z`),
    signingKey: keys.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { chain: certificate.toString("pem"), key: PemConverter.encode(key, "PRIVATE KEY") };
}
