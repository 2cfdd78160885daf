import "reflect-metadata";
import {
  AuthorityInfoAccessExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

export interface KeyPair {
  /** PEM, of a certificate for the name. */
  chain: string;
  /** PEM, PKCS #8. */
  key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Keys of issuers, by name: who signs is known by it. */
const issuers = new Map<string, Promise<CryptoKeyPair>>();

function keysOf(name: string): Promise<CryptoKeyPair> {
  const known = issuers.get(name) ?? crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  issuers.set(name, known);
  return known;
}

interface Relations {
  /** Common name of the issuer, which publishes its certificate; without it, the certificate is self-signed. */
  issuer?: string;
  /** Common name, of an issuer itself. */
  subject?: string;
}

/** A certificate with its key, valid in the given year. */
export async function keyPair(
  name: string,
  year: number,
  { issuer, subject }: Relations = {},
): Promise<KeyPair> {
  const keys = await (subject
    ? keysOf(subject)
    : crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]));
  const signer = issuer ? await keysOf(issuer) : keys;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: "2b",
    subject: subject ? `CN=${subject}` : "",
    issuer: `CN=${issuer ?? "Test"}`,
    notBefore: new Date(`${year}-01-01T00:00:00Z`),
    notAfter: new Date(`${year + 1}-01-01T00:00:00Z`),
    signingKey: signer.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [
      new SubjectAlternativeNameExtension([{ type: "dns", value: name }]),
      ...(issuer ? [new AuthorityInfoAccessExtension({ caIssuers: `http://ca.test/${issuer}` })] : []),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { chain: certificate.toString("pem"), key: PemConverter.encode(key, "PRIVATE KEY") };
}
