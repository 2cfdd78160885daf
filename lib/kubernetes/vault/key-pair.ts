import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";

/** The public half of a private key (PEM), base64url; null for what is no key. */
export function publicKeyOf(keyPem: string): string | null {
  try {
    return encodedKey(createPublicKey(keyPem));
  } catch {
    return null;
  }
}

/** The public key that a chain (PEM) is for, as above; null for what is no certificate. */
export function publicKeyOfChain(chain: string): string | null {
  try {
    return encodedKey(new X509Certificate(chain).publicKey);
  } catch {
    return null;
  }
}

/** False also for what is no certificate or no key. */
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
