import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** What LAMIA_SEAL may be: `passphrase:FILE`, `key:FILE`, or `aws-kms:KEY` with a key's ID, ARN, or alias. */
export const sealPattern = /^(passphrase|key|aws-kms):(.+)$/;

/**
 * A sealed value of a Secret: `lamia-sealed.v1.<key id>.<nonce>.<text and tag>`, with AES-256-GCM. Its place is
 * authenticated with it, so a value that somebody moves to another key or Secret doesn't open.
 */
const prefix = "lamia-sealed.v1.";
const nonceLength = 12;
const tagLength = 16;

/** The first characters of every sealed value in base64, as an API server sends it. */
export const sealedMark = Buffer.from(prefix).toString("base64").slice(0, 20);

export interface Place {
  namespace: string;
  name: string;
  key: string;
}

export function isSealed(base64: string): boolean {
  return base64.startsWith(sealedMark);
}

/** @returns base64, as in a Secret, like the value that it takes. */
export function sealed(base64: string, place: Place, { id, key }: { id: string; key: Uint8Array }): string {
  const nonce = randomBytes(nonceLength);
  const text = encrypted(Buffer.from(base64, "base64"), key, nonce, aboutPlace(place, id));
  return Buffer.from(`${prefix}${id}.${nonce.toString("base64url")}.${text.toString("base64url")}`).toString(
    "base64",
  );
}

/** The ID of the key that a sealed value needs. */
export function keyIdOf(base64: string): string {
  return partsOf(base64)[0];
}

/** Null if it was changed, or sealed for another place. */
export function unsealed(base64: string, place: Place, key: Uint8Array): string | null {
  const [id, nonce, text] = partsOf(base64);
  const opened = decrypted(
    Buffer.from(text, "base64url"),
    key,
    Buffer.from(nonce, "base64url"),
    aboutPlace(place, id),
  );
  return opened?.toString("base64") ?? null;
}

function partsOf(base64: string): [string, string, string] {
  const text = Buffer.from(base64, "base64").toString("latin1");
  const [id = "", nonce = "", sealedText = ""] = text.slice(prefix.length).split(".");
  return [id, nonce, sealedText];
}

function aboutPlace({ namespace, name, key }: Place, id: string): string {
  return `${prefix}${id}\n${namespace}/${name}/${key}`;
}

/** AES-256-GCM; the tag follows the text. */
export function encrypted(plain: Uint8Array, key: Uint8Array, nonce: Uint8Array, about: string): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(about));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null if the key, the text, the nonce, or what it is about isn't the one it was encrypted with. */
export function decrypted(
  text: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
  about: string,
): Buffer | null {
  if (text.length < tagLength || nonce.length !== nonceLength) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagLength });
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(text.subarray(-tagLength));
    return Buffer.concat([decipher.update(text.subarray(0, -tagLength)), decipher.final()]);
  } catch {
    return null;
  }
}
