import { randomBytes, scrypt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Failure } from "@/lib/gateway/failure";
import { SecretText } from "@/lib/model/secret-text";
import { decrypted, encrypted, sealPattern } from "./envelope";
import { texts } from "./texts";

/** A wrapped key as it is stored; all values are text. */
export type Wrapped = Readonly<Record<string, string>>;

/** What protects the keys that seal values: a passphrase, a key in a file, or a key management service. */
export interface KeyWrapper {
  /** `passphrase`, `key`, or `aws-kms`. */
  readonly by: string;
  /** @param about is authenticated with the key: the same text is needed to unwrap it. Throws `Failure`. */
  wrap(key: Uint8Array, about: string): Promise<Wrapped>;
  /** Throws `Failure` with a remedy if it isn't the right one. */
  unwrap(wrapped: Wrapped, about: string): Promise<Uint8Array>;
}

/** @param setting as LAMIA_SEAL has it, already matched by `sealPattern`. */
export function keyWrapper(setting: string): KeyWrapper {
  const [, by = "", where = ""] = sealPattern.exec(setting) ?? [];
  if (by === "passphrase") return byPassphrase(where);
  return by === "key" ? byKeyFile(where) : byAwsKms(where);
}

/** RFC 7914; 128 MiB of memory and some tenths of a second for each guess. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

function derived(passphrase: SecretText, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.reveal(), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function byPassphrase(file: string): KeyWrapper {
  const passphrase = async () => {
    const text = (await contentOf(file)).toString("utf8").trim();
    if (text.length >= 16) return new SecretText(text.normalize("NFC"));
    throw new Failure("unconfigured", texts.shortPassphrase({ file }), { remedy: texts.longerPassphrase });
  };
  return {
    by: "passphrase",
    async wrap(key, about) {
      const salt = randomBytes(16);
      return {
        salt: salt.toString("base64"),
        ...wrappedBy(await derived(await passphrase(), salt), key, about),
      };
    },
    async unwrap(wrapped, about) {
      const salt = Buffer.from(wrapped.salt ?? "", "base64");
      const opened = openedBy(await derived(await passphrase(), salt), wrapped, about);
      if (opened) return opened;
      throw new Failure("unconfigured", texts.wrongPassphrase({ file }), { remedy: texts.setRightOne });
    },
  };
}

function byKeyFile(file: string): KeyWrapper {
  const own = async () => {
    const content = await contentOf(file);
    if (content.length === 32) return content;
    const key = Buffer.from(content.toString("latin1").trim(), "base64");
    if (key.length === 32) return key;
    throw new Failure("unconfigured", texts.wrongKeyLength({ file }), { remedy: texts.makeKey });
  };
  return {
    by: "key",
    wrap: async (key, about) => wrappedBy(await own(), key, about),
    async unwrap(wrapped, about) {
      const opened = openedBy(await own(), wrapped, about);
      if (opened) return opened;
      throw new Failure("unconfigured", texts.wrongKey({ file }), { remedy: texts.setRightOne });
    },
  };
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Failure("unconfigured", texts.unreadableFile({ file }), { remedy: texts.makeReadable, cause });
  }
}

function wrappedBy(own: Buffer, key: Uint8Array, about: string): Wrapped {
  const nonce = randomBytes(12);
  return { nonce: nonce.toString("base64"), text: encrypted(key, own, nonce, about).toString("base64") };
}

function openedBy(own: Buffer, { nonce = "", text = "" }: Wrapped, about: string): Uint8Array | null {
  return decrypted(Buffer.from(text, "base64"), own, Buffer.from(nonce, "base64"), about);
}

/**
 * AWS Key Management Service, with the identity that the SDK finds (IRSA, Pod Identity, or the node). The key never
 * leaves the service.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
function byAwsKms(keyId: string): KeyWrapper {
  // Loaded only where it is used.
  const kms = async () => {
    const sdk = await import("@aws-sdk/client-kms");
    return { ...sdk, client: new sdk.KMSClient({ maxAttempts: 3 }) };
  };
  const context = (about: string) => ({ EncryptionContext: { lamia: about } });
  const failed = (thrown: unknown) => {
    const code = thrown instanceof Error ? thrown.name : "";
    return new Failure("unconfigured", texts.kmsSilent({ code }), {
      remedy: texts.kmsRemedy({ key: keyId }),
    });
  };
  return {
    by: "aws-kms",
    async wrap(key, about) {
      const { client, EncryptCommand } = await kms();
      const command = new EncryptCommand({ KeyId: keyId, Plaintext: key, ...context(about) });
      const { CiphertextBlob } = await client.send(command).catch((thrown: unknown) => {
        throw failed(thrown);
      });
      return { text: Buffer.from(CiphertextBlob ?? []).toString("base64") };
    },
    async unwrap({ text = "" }, about) {
      const { client, DecryptCommand } = await kms();
      const blob = Buffer.from(text, "base64");
      const command = new DecryptCommand({ KeyId: keyId, CiphertextBlob: blob, ...context(about) });
      const { Plaintext } = await client.send(command).catch((thrown: unknown) => {
        throw failed(thrown);
      });
      return Plaintext ?? new Uint8Array();
    },
  };
}
