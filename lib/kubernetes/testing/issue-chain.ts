import "reflect-metadata";
import {
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { Csr } from "@/lib/gateway/world";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

interface Oddities {
  /** Instead of the requested ones. */
  names?: string[];
  /** Start and length, in days. */
  fromDays?: number;
  days?: number;
}

const dayInMs = 86_400_000;

/** What a CA would answer to the request: by default, a certificate for its key and its names. */
export async function issueChain(csr: Csr, serialNumber: string, odd: Oddities = {}): Promise<string> {
  const request = new Pkcs10CertificateRequest(new Uint8Array(csr));
  const asked = request.extensions.find((each) => each instanceof SubjectAlternativeNameExtension);
  const names = odd.names
    ? new SubjectAlternativeNameExtension(odd.names.map((value) => ({ type: "dns" as const, value })))
    : asked;
  const startMs = Date.now() + (odd.fromDays ?? 0) * dayInMs - 2 * dayInMs;
  const keys = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    serialNumber,
    subject: "",
    issuer: "CN=Test CA",
    notBefore: new Date(startMs),
    notAfter: new Date(Date.now() + (odd.days ?? 90) * dayInMs),
    signingKey: keys.privateKey,
    publicKey: request.publicKey,
    signingAlgorithm: algorithm,
    extensions: names ? [names] : [],
  });
  return `${certificate.toString("pem")}\n`;
}
