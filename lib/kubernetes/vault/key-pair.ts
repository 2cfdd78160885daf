import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  X509Certificate,
} from "node:crypto";
import "reflect-metadata";
import { promisify } from "node:util";
import {
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { KeyType } from "@/lib/gateway/model";
import type { Csr } from "@/lib/gateway/world";
import { isIpAddress } from "@/lib/model/dns-name";

/** The public half of a private key (PEM), base64url; null if it isn't a key. */
export function publicKeyOf(keyPem: string): string | null {
  try {
    return encodedKey(createPublicKey(keyPem));
  } catch {
    return null;
  }
}

/** The public key that a chain (PEM) is for, as above; null if it isn't a certificate. */
export function publicKeyOfChain(chain: string): string | null {
  try {
    return encodedKey(new X509Certificate(chain).publicKey);
  } catch {
    return null;
  }
}

/** Also false if one of them isn't a certificate or a key. */
export function isPair(chain: string, keyPem: string): boolean {
  try {
    return new X509Certificate(chain).checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    return false;
  }
}

function encodedKey(key: ReturnType<typeof createPublicKey>): string {
  return key.export({ type: "spki", format: "der" }).toString("base64url");
}

// The library's dependency injection reads decorator metadata, so the polyfill must be loaded before it.

const generate = promisify(generateKeyPair);

/** A new private key, PKCS #8 PEM. */
export async function newKeyPem(keyType: KeyType = "ec-p256"): Promise<string> {
  const { privateKey } = await (keyType.startsWith("rsa")
    ? generate("rsa", { modulusLength: keyType === "rsa-2048" ? 2048 : 4096 })
    : generate("ec", { namedCurve: keyType === "ec-p384" ? "P-384" : "P-256" }));
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

const placeholderLifeInMs = 7 * 86_400_000;

/** A certificate for the name that nobody trusts, and its key, in PEM. */
export async function selfSigned(name: string): Promise<{ certificate: string; key: string }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Lamia placeholder",
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + placeholderLifeInMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([generalName(name)])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
  const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  return {
    certificate: certificate.toString("pem"),
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** A request with the names as subject alternative names only: the CN is obsolete (RFC 9525, section 2). */
export async function signingRequest(keyPem: string, names: readonly string[]): Promise<Csr> {
  const key = createPrivateKey(keyPem);
  const algorithm = algorithmOf(key);
  const pkcs8 = new Uint8Array(key.export({ type: "pkcs8", format: "der" }));
  const spki = new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]),
    crypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]),
  ]);
  const request = await Pkcs10CertificateRequestGenerator.create({
    keys: { privateKey, publicKey },
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension(names.map(generalName))],
  });
  return new Uint8Array(request.rawData);
}

function generalName(value: string): { type: "dns" | "ip"; value: string } {
  return { type: isIpAddress(value) ? "ip" : "dns", value };
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) {
  if (asymmetricKeyType === "rsa") return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  return asymmetricKeyDetails?.namedCurve === "secp384r1"
    ? { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" }
    : { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
}
