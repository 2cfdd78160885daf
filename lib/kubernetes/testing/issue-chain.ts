import "reflect-metadata";
import {
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { Csr } from "@/lib/gateway/world";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** What a CA would answer to the request: a certificate for its key and its names. */
export async function issueChain(csr: Csr, serialNumber: string): Promise<string> {
  const request = new Pkcs10CertificateRequest(new Uint8Array(csr));
  const names = request.extensions.find((each) => each instanceof SubjectAlternativeNameExtension);
  const keys = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    serialNumber,
    subject: "",
    issuer: "CN=Test CA",
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 90 * 86_400_000),
    signingKey: keys.privateKey,
    publicKey: request.publicKey,
    signingAlgorithm: algorithm,
    extensions: names ? [names] : [],
  });
  return `${certificate.toString("pem")}\n`;
}
